import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('columns', models.JSONField(verbose_name='columns')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'known shape of a list',
                'verbose_name_plural': 'known shapes of lists',
            },
        ),
        migrations.CreateModel(
            name='ImportedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name of the file')),
                ('capacity', models.CharField(max_length=80, verbose_name='capacity')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('mapping', 'Waiting for its columns'), ('checking', 'Being looked through'), ('checked', 'Looked through'), ('entering', 'Being entered'), ('entered', 'Entered'), ('failed', 'Could not be read')], default='reading', max_length=8, verbose_name='state')),
                ('columns', models.JSONField(default=list, verbose_name='columns')),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('rows_done', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                ('cursor', models.PositiveIntegerField(default=0, editable=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('trouble', models.CharField(blank=True, max_length=500, verbose_name='what went wrong')),
                ('entered_at', models.DateTimeField(null=True, verbose_name='entered')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='file')),
            ],
            options={
                'verbose_name': 'imported list',
                'verbose_name_plural': 'imported lists',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='line')),
                ('cells', models.JSONField(verbose_name='cells')),
                ('uscc', models.CharField(blank=True, max_length=18, verbose_name='credit code')),
                ('does', models.CharField(blank=True, choices=[('wrong', 'Wrong'), ('new', 'New'), ('changed', 'Changed'), ('same', 'Already there')], max_length=8, verbose_name='result')),
                ('changes', models.JSONField(default=list, verbose_name='changes')),
                ('errors', models.JSONField(default=list, verbose_name='errors')),
                ('imported', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='importing.importedlist', verbose_name='list')),
            ],
            options={
                'verbose_name': 'line of an imported list',
                'verbose_name_plural': 'lines of imported lists',
                'ordering': ['imported', 'number'],
                'indexes': [models.Index(fields=['imported', 'uscc'], name='imported_row_code')],
                'constraints': [models.UniqueConstraint(fields=('imported', 'number'), name='imported_row_once')],
            },
        ),
    ]
