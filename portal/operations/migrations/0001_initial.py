from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('heads', models.JSONField(verbose_name='last events')),
                ('events', models.PositiveIntegerField(verbose_name='events')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('taken_at', models.DateTimeField(auto_now_add=True, verbose_name='taken')),
            ],
            options={
                'verbose_name': 'history anchor',
                'verbose_name_plural': 'history anchors',
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='Minute',
            fields=[
                ('at', models.DateTimeField(primary_key=True, serialize=False, verbose_name='minute')),
                ('served', models.BooleanField(default=False, verbose_name='a web process worked')),
                ('reached', models.BooleanField(null=True, verbose_name='its address answered')),
                ('waited', models.PositiveIntegerField(default=0, verbose_name='readers asked to wait')),
            ],
            options={
                'verbose_name': 'minute of operation',
                'verbose_name_plural': 'minutes of operation',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Banner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='text')),
                ('text_en', models.CharField(blank=True, max_length=300, verbose_name='text in English')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Notice'), (2, 'Warning'), (3, 'Disturbance')], default=1, verbose_name='severity')),
                ('starts_at', models.DateTimeField(verbose_name='shown from')),
                ('ends_at', models.DateTimeField(verbose_name='shown until')),
            ],
            options={
                'verbose_name': 'banner',
                'verbose_name_plural': 'banners',
                'ordering': ['-starts_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='banner_ends_after_it_starts', violation_error_message='The banner ends before it starts. Choose a later end.')],
            },
        ),
    ]
