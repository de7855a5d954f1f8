import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField(verbose_name='object')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('acting_as', models.CharField(blank=True, max_length=90, verbose_name='acting as')),
                ('what', models.CharField(blank=True, max_length=200, verbose_name='what was done')),
                ('content', models.JSONField(verbose_name='content')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='kind')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['kind', 'object_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'number'), name='version_number_once')],
            },
        ),
    ]
