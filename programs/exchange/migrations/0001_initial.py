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
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(choices=[('programs', 'Programs'), ('clauses', 'Clauses'), ('measures', 'Measures'), ('rules', 'Rules'), ('targets', 'Targets')], max_length=10, verbose_name='table')),
                ('name', models.CharField(max_length=200, verbose_name='name of the file')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('state', models.CharField(choices=[('looking', 'Being looked through'), ('looked', 'Looked through'), ('entering', 'Being entered'), ('entered', 'Entered'), ('failed', 'Could not be read')], db_default='looking', default='looking', max_length=8, verbose_name='state')),
                ('rows_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='rows')),
                ('rows_done', models.PositiveIntegerField(db_default=0, default=0, verbose_name='rows done')),
                ('digest', models.CharField(blank=True, db_default='', default='', editable=False, max_length=64)),
                ('trouble', models.CharField(blank=True, db_default='', default='', max_length=500, verbose_name='what went wrong')),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0, editable=False)),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='entered')),
                ('changed', models.PositiveIntegerField(blank=True, null=True, verbose_name='rows that changed something')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='file')),
            ],
            options={
                'verbose_name': 'spreadsheet',
                'verbose_name_plural': 'spreadsheets',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('applied_at', None), ('changed', None)), models.Q(('applied_at__isnull', False), ('changed__isnull', False)), _connector='OR'), name='import_applied_when_and_what')],
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('sheet', models.CharField(max_length=40, verbose_name='sheet')),
                ('number', models.PositiveIntegerField(verbose_name='line')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('does', models.CharField(choices=[('wrong', 'Wrong'), ('new', 'New'), ('changed', 'Changed'), ('same', 'Already there')], max_length=8, verbose_name='result')),
                ('changes', models.JSONField(blank=True, default=list, verbose_name='changes')),
                ('errors', models.JSONField(blank=True, default=list, verbose_name='errors')),
                ('imported', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='exchange.import', verbose_name='spreadsheet')),
            ],
            options={
                'verbose_name': 'row of a spreadsheet',
                'verbose_name_plural': 'rows of spreadsheets',
                'ordering': ['imported', 'position'],
                'constraints': [models.UniqueConstraint(fields=('imported', 'position'), name='import_line_position_once')],
            },
        ),
    ]
