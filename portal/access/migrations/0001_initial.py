from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('capacity', models.CharField(max_length=90, verbose_name='capacity')),
                ('office', models.CharField(max_length=200, verbose_name='department and post')),
                ('verb', models.CharField(choices=[('opened', 'Opened'), ('exported', 'Exported'), ('downloaded', 'Downloaded'), ('revealed', 'Revealed')], max_length=10, verbose_name='what was done')),
                ('subject_kind', models.CharField(choices=[('organization', 'Organization'), ('person', 'Person')], max_length=12, verbose_name='kind')),
                ('subject_id', models.BigIntegerField(verbose_name='number')),
                ('subject_label', models.CharField(max_length=160, verbose_name='whose data')),
                ('what', models.CharField(blank=True, max_length=200, verbose_name='which data')),
                ('request_id', models.CharField(blank=True, max_length=64, verbose_name='request')),
            ],
            options={
                'verbose_name': 'entry of the access log',
                'verbose_name_plural': 'access log',
                'ordering': ['-at', '-id'],
            },
        ),
    ]
