import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be read'), ('reading', 'Being read'), ('ready', 'Ready to be corrected'), ('failed', 'Could not be read')], default='waiting', max_length=8, verbose_name='state')),
                ('trouble', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                ('pages_total', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pages')),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(blank=True, null=True, verbose_name='clauses last written')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='clauses written by')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='source_files', to='policies.policydocument', verbose_name='document')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='file')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'policy file',
                'verbose_name_plural': 'policy files',
                'ordering': ['-uploaded_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'reading'])), fields=['uploaded_at'], name='source_unread')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('created_at', None), ('created_by', None)), models.Q(('created_at__isnull', False), ('created_by__isnull', False)), _connector='OR'), name='source_written_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='DraftClause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('page', models.PositiveSmallIntegerField(default=1, verbose_name='page')),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='level')),
                ('printed', models.CharField(blank=True, max_length=40, verbose_name='number as printed')),
                ('number', models.SlugField(blank=True, db_index=False, max_length=40, verbose_name='number in the address')),
                ('heading', models.CharField(blank=True, max_length=120, verbose_name='heading')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('text', models.TextField(blank=True, verbose_name='official wording')),
                ('doubt', models.CharField(blank=True, choices=[('preamble', 'Stands before the first number: delete what is no clause.'), ('unnumbered', 'The document prints no number here.'), ('gap', 'A number before this one is missing.'), ('automatic', 'Word numbers this paragraph by itself: compare with the document.'), ('closing', 'A signature or an annex: delete it if it is no clause.')], max_length=10, verbose_name='doubt')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='changed')),
                ('removed', models.BooleanField(default=False, verbose_name='deleted')),
                ('adopted', models.BooleanField(db_default=False, default=False, editable=False, help_text='The clause was there before the file.')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='policies.clause', verbose_name='clause')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='sources.sourcefile', verbose_name='policy file')),
            ],
            options={
                'verbose_name': 'row of a policy file',
                'verbose_name_plural': 'rows of policy files',
                'ordering': ['source', 'position'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('source', 'position'), name='draft_clause_position_once'), models.CheckConstraint(condition=models.Q(('level__range', (1, 8))), name='draft_clause_level'), models.CheckConstraint(condition=models.Q(models.Q(('changed_at', None), ('changed_by', None)), models.Q(('changed_at__isnull', False), ('changed_by__isnull', False)), _connector='OR'), name='draft_clause_changed_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='SourcePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='page')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('automatic', models.JSONField(blank=True, default=list, help_text='Counted from zero.', verbose_name='lines numbered by Word')),
                ('width', models.PositiveSmallIntegerField(default=0, verbose_name='width')),
                ('height', models.PositiveSmallIntegerField(default=0, verbose_name='height')),
                ('unreadable', models.BooleanField(default=False, verbose_name='could not be read')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='picture')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='sources.sourcefile', verbose_name='policy file')),
            ],
            options={
                'verbose_name': 'page of a policy file',
                'verbose_name_plural': 'pages of policy files',
                'ordering': ['source', 'number'],
                'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='source_page_once')],
            },
        ),
    ]
