import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasureRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('dry', models.BooleanField(default=False, verbose_name='dry run')),
                ('report', models.JSONField(default=dict, verbose_name='rows by kind')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-started_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('portal', 'Privacy notice'), ('identity', 'Identity numbers')], default='portal', max_length=10, verbose_name='kind')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, verbose_name='title in English')),
                ('body', models.TextField(help_text='“## ” begins a heading, “- ” an item of a list.', verbose_name='text')),
                ('body_en', models.TextField(verbose_name='text in English')),
                ('since', models.DateTimeField(verbose_name='in force from')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='in force until')),
                ('material', models.BooleanField(default=True, help_text='Everybody is asked again before going on.', verbose_name='material change')),
            ],
            options={
                'verbose_name': 'privacy notice',
                'verbose_name_plural': 'privacy notices',
                'ordering': ['kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='notice_version_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='notice_from_before_until', violation_error_message='A notice comes into force before it ends.')],
            },
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, unique=True, verbose_name='kind')),
                ('days', models.PositiveIntegerField(verbose_name='days')),
                ('basis', models.CharField(max_length=300, verbose_name='basis')),
                ('basis_en', models.CharField(blank=True, max_length=400, verbose_name='basis in English')),
                ('active', models.BooleanField(default=True, verbose_name='erase when the period has passed')),
            ],
            options={
                'verbose_name': 'retention period',
                'verbose_name_plural': 'retention periods',
                'ordering': ['kind'],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='retention_at_least_a_day', violation_error_message='Data is kept for at least a day.')],
            },
        ),
        migrations.CreateModel(
            name='SealedNumber',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key_id', models.CharField(max_length=8, verbose_name='key')),
                ('token', models.BinaryField(verbose_name='encrypted number')),
                ('index', models.CharField(max_length=64, verbose_name='blind index')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'identity number',
                'verbose_name_plural': 'identity numbers',
                'indexes': [models.Index(fields=['index'], name='sealed_number_index'), models.Index(fields=['key_id', 'id'], name='sealed_number_key')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'account closing',
                'verbose_name_plural': 'account closings',
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('cancelled_at', None), ('done_at', None)), fields=['due_at'], name='closing_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('done_at', None)), fields=('person',), name='closing_one_at_a_time'), models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('done_at', None), _connector='OR'), name='closing_cancelled_or_done')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wish', models.TextField(max_length=1000, verbose_name='what is wrong, and what is right')),
                ('status', models.CharField(choices=[('open', 'Open'), ('done', 'Corrected'), ('refused', 'Not corrected')], default='open', max_length=8, verbose_name='status')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'request for correction',
                'verbose_name_plural': 'requests for correction',
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('status', 'open')), fields=['asked_at'], name='correction_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='correction_decided_who_when_and_why')],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='progress, percent')),
                ('content', models.JSONField(blank=True, null=True, verbose_name='content')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='can be downloaded until')),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_exports', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'own-data export',
                'verbose_name_plural': 'own-data exports',
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('person',), name='data_export_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('expires_at', None)), models.Q(('done_at__isnull', False), ('expires_at__gt', models.F('done_at'))), _connector='OR'), name='data_export_expires')],
            },
        ),
        migrations.CreateModel(
            name='Reveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number_id', models.UUIDField(verbose_name='identity number')),
                ('mask', models.CharField(max_length=20, verbose_name='masked number')),
                ('about', models.CharField(max_length=200, verbose_name='of what')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('capacity', models.CharField(max_length=80, verbose_name='capacity')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'revealed identity number',
                'verbose_name_plural': 'revealed identity numbers',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['number_id'], name='reveal_of_number')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='agreed')),
                ('address_hash', models.CharField(max_length=64, verbose_name='hash of the network address')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='privacy.notice', verbose_name='privacy notice')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'notice'), name='consent_once')],
            },
        ),
    ]
