import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='RateWindow',
            fields=[
                ('ident', models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name='who')),
                ('started_at', models.DateTimeField(db_index=True, verbose_name='since')),
                ('count', models.PositiveIntegerField(verbose_name='requests')),
            ],
            options={
                'verbose_name': 'rate',
                'verbose_name_plural': 'rates',
            },
        ),
        migrations.CreateModel(
            name='IdempotentReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(max_length=10, verbose_name='method')),
                ('path', models.CharField(max_length=300, verbose_name='path')),
                ('key', models.CharField(max_length=200, verbose_name='key')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the request')),
                ('status', models.PositiveSmallIntegerField(verbose_name='status')),
                ('headers', models.JSONField(default=dict, verbose_name='headers')),
                ('answer', models.BinaryField(verbose_name='answer')),
                ('created_at', models.DateTimeField(db_index=True, verbose_name='created')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'kept answer',
                'verbose_name_plural': 'kept answers',
                'constraints': [models.UniqueConstraint(fields=('person', 'method', 'path', 'key'), name='reply_once_per_key')],
            },
        ),
    ]
