import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('intake', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('capacity', models.CharField(max_length=80, verbose_name='capacity')),
                ('action', models.CharField(max_length=40, verbose_name='action')),
                ('inputs', models.JSONField(default=dict, verbose_name='inputs')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='started at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'action on many applications',
                'verbose_name_plural': 'actions on many applications',
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('confirmed_at__isnull', True)), fields=['created_at'], name='bulk_run_unconfirmed')],
            },
        ),
        migrations.CreateModel(
            name='CheckPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('text', models.CharField(max_length=200, verbose_name='what is checked')),
                ('text_en', models.CharField(blank=True, max_length=300, verbose_name='what is checked, in English')),
                ('gap', models.CharField(blank=True, help_text='Empty: the point itself. The note of the official follows.', max_length=300, verbose_name='what the letter says if it is not met')),
                ('question', models.CharField(blank=True, help_text='Key of the question that a correction opens. Empty: the whole application.', max_length=40, verbose_name='question')),
                ('fatal', models.BooleanField(default=False, help_text='Not met, the application is not admitted.', verbose_name='cannot be mended')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause', verbose_name='source clause')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_points', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'point of the formal check',
                'verbose_name_plural': 'points of the formal check',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'key'), name='check_point_key_once', violation_error_message='Each point has a key of its own.')],
            },
        ),
        migrations.CreateModel(
            name='Circular',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('capacity', models.CharField(max_length=80, verbose_name='capacity')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('text', models.TextField(max_length=4000, verbose_name='text')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'verbose_name': 'message to applicants',
                'verbose_name_plural': 'messages to applicants',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='InternalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='text')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='internal_notes', to='intake.application', verbose_name='application')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'verbose_name': 'internal note',
                'verbose_name_plural': 'internal notes',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['application', '-at', '-id'], name='internal_note_of')],
            },
        ),
        migrations.CreateModel(
            name='LimitRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As refusals cite it.', max_length=120, verbose_name='rule')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='rule in English')),
                ('per', models.CharField(choices=[('applicant', 'Applicant'), ('leader', 'Project leader')], help_text='The project leader is the answer to the question with the key “leader”.', max_length=10, verbose_name='counted for each')),
                ('counts', models.CharField(choices=[('live', 'Handed in, until it ends without support'), ('supported', 'Approved')], default='live', max_length=10, verbose_name='what counts')),
                ('at_most', models.PositiveSmallIntegerField(default=1, verbose_name='at most')),
                ('exclusion_group', models.SlugField(blank=True, db_index=False, help_text='As programs name it.', max_length=60, verbose_name='exclusion group')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause', verbose_name='source clause')),
                ('programs', models.ManyToManyField(blank=True, related_name='limit_rules', to='catalog.program', verbose_name='programs')),
            ],
            options={
                'verbose_name': 'limit across rounds',
                'verbose_name_plural': 'limits across rounds',
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('at_most__gte', 1)), name='limit_rule_at_least_one', violation_error_message='A limit lets at least one through.')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='name')),
                ('query', models.CharField(max_length=2000, verbose_name='query')),
                ('shared', models.BooleanField(default=False, verbose_name='shared with the department')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to='accounts.department', verbose_name='department')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('department', 'owner', 'name'), name='saved_view_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='tag')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='accounts.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('department', 'name'), name='tag_name_once')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationText',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='handed_in_text', serialize=False, to='intake.application', verbose_name='application')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), verbose_name='terms')),
                ('leader', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='project leader')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.submission', verbose_name='submission')),
            ],
            options={
                'verbose_name': 'words of an application',
                'verbose_name_plural': 'words of applications',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['terms'], name='application_text_terms'), models.Index(condition=models.Q(('leader', ''), _negated=True), fields=['leader'], name='application_text_leader')],
            },
        ),
        migrations.CreateModel(
            name='BulkRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('refused', 'Not done')], default='waiting', max_length=8, verbose_name='result')),
                ('sentence', models.CharField(blank=True, max_length=600, verbose_name='why not')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.application', verbose_name='application')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='review.bulkrun', verbose_name='action on many applications')),
            ],
            options={
                'verbose_name': 'application of an action on many',
                'verbose_name_plural': 'applications of actions on many',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('result', 'waiting')), fields=['run', 'id'], name='bulk_row_waiting')],
                'constraints': [models.UniqueConstraint(fields=('run', 'application'), name='bulk_row_once')],
            },
        ),
        migrations.CreateModel(
            name='PointFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('met', 'Met'), ('not_met', 'Not met'), ('not_applicable', 'Does not apply')], max_length=14, verbose_name='result')),
                ('note', models.CharField(blank=True, max_length=600, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='intake.application', verbose_name='application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='found by')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='review.checkpoint', verbose_name='point of the formal check')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='intake.submission', verbose_name='submission')),
            ],
            options={
                'verbose_name': 'finding of the formal check',
                'verbose_name_plural': 'findings of the formal check',
                'ordering': ['point__position', 'point'],
                'constraints': [models.UniqueConstraint(fields=('application', 'submission', 'point'), name='point_finding_once')],
            },
        ),
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='told at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.application', verbose_name='application')),
                ('circular', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addressees', to='review.circular', verbose_name='message to applicants')),
            ],
            options={
                'verbose_name': 'addressee',
                'verbose_name_plural': 'addressees',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('told_at__isnull', True)), fields=['circular', 'id'], name='addressee_untold')],
                'constraints': [models.UniqueConstraint(fields=('circular', 'application'), name='addressee_once')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='intake.application', verbose_name='application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tagged by')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='review.tag', verbose_name='tag')),
            ],
            options={
                'verbose_name': 'tag of an application',
                'verbose_name_plural': 'tags of applications',
                'ordering': ['tag__name'],
                'constraints': [models.UniqueConstraint(fields=('tag', 'application'), name='application_tag_once')],
            },
        ),
    ]
