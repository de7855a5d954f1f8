import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name='id')),
                ('public', models.CharField(max_length=44, unique=True, verbose_name='public key')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='in use since')),
            ],
            options={
                'verbose_name': 'signing key',
                'verbose_name_plural': 'signing keys',
                'ordering': ['-since', 'id'],
            },
        ),
    ]
