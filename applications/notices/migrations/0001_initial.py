import applications.notices.models
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('files', '0001_initial'),
        ('intake', '0001_initial'),
        ('ranking', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('proposed', 'Proposed list'), ('result', 'Result'), ('correction', 'Correction')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('draft', 'To be released'), ('released', 'Released'), ('concluded', 'Concluded')], default='draft', max_length=10, verbose_name='state')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='text')),
                ('contact', models.CharField(max_length=300, verbose_name='where to object')),
                ('days', models.PositiveSmallIntegerField(default=5, verbose_name='working days')),
                ('feedback', models.CharField(choices=[('none', 'Nothing but the decision'), ('score', 'Their score'), ('opinions', 'Their score and the opinions, never by whom')], default='none', max_length=10, verbose_name='applicants read')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('prepared_at', models.DateTimeField(verbose_name='prepared')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released')),
                ('released_as', models.CharField(blank=True, max_length=80, verbose_name='capacity')),
                ('concluded_at', models.DateTimeField(blank=True, null=True, verbose_name='concluded')),
                ('concluded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='concluded by')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='notices.notice', verbose_name='corrects')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('ranking', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='ranking.ranking', verbose_name='ranking')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'public notice',
                'verbose_name_plural': 'public notices',
                'ordering': [models.OrderBy(models.F('released_at'), descending=True, nulls_first=True), 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('from_on', None), ('released_at', None), ('released_by', None), ('state', 'draft'), ('until_on', None)), models.Q(models.Q(('state', 'draft'), _negated=True), ('from_on__isnull', False), ('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='notice_released_who_and_when'), models.CheckConstraint(condition=models.Q(('released_by', None), models.Q(('released_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='notice_by_two_people', violation_error_message='Whoever prepared a notice does not release it.'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='notice_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), _negated=True), ('corrects__isnull', False), _connector='OR'), name='notice_corrects_another')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='reasons')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('due_on', models.DateField(verbose_name='answer due')),
                ('state', models.CharField(choices=[('open', 'Being examined'), ('upheld', 'Upheld'), ('rejected', 'Not upheld')], default='open', max_length=10, verbose_name='state')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='intake.application', verbose_name='application')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='NoticeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('capacity', models.CharField(blank=True, max_length=80, verbose_name='capacity')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('payload', models.JSONField(blank=True, null=True, verbose_name='payload')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='previous hash')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='actor')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='notices.notice', verbose_name='public notice')),
            ],
            options={
                'verbose_name': 'event of a notice',
                'verbose_name_plural': 'events of notices',
                'ordering': ['seq'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('subject', 'seq'), name='notice_event_seq')],
            },
        ),
        migrations.CreateModel(
            name='NoticeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('unit', models.CharField(max_length=120, verbose_name='unit')),
                ('project', models.CharField(blank=True, max_length=200, verbose_name='project')),
                ('leader', models.CharField(blank=True, max_length=60, verbose_name='project leader')),
                ('recommender', models.CharField(blank=True, max_length=120, verbose_name='recommending unit')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='amount, yuan')),
                ('put_out_at', models.DateTimeField(blank=True, null=True, verbose_name='put on notice')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='notice ended')),
                ('problem', models.CharField(blank=True, max_length=400, verbose_name='problem')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_lines', to='intake.application', verbose_name='application')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='notices.notice', verbose_name='public notice')),
            ],
            options={
                'verbose_name': 'line of a notice',
                'verbose_name_plural': 'lines of a notice',
                'ordering': ['notice', 'position'],
                'constraints': [models.UniqueConstraint(fields=('notice', 'application'), name='notice_line_once')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('person', 'Person, under the real name'), ('organization', 'Organization, with its seal')], max_length=12, verbose_name='who objects')),
                ('name', applications.notices.models.ObjectionField(verbose_name='name')),
                ('identity', applications.notices.models.ObjectionField(verbose_name='identity number or credit code')),
                ('contact', applications.notices.models.ObjectionField(verbose_name='telephone or e-mail')),
                ('text', applications.notices.models.ObjectionField(verbose_name='objection')),
                ('code_hash', models.CharField(max_length=64, unique=True, verbose_name='hash of the receipt code')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('due_on', models.DateField(verbose_name='answer due')),
                ('state', models.CharField(choices=[('open', 'Being examined'), ('upheld', 'Upheld'), ('rejected', 'Not upheld')], default='open', max_length=10, verbose_name='state')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notices.noticeline', verbose_name='about')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notices.notice', verbose_name='public notice')),
            ],
            options={
                'verbose_name': 'objection',
                'verbose_name_plural': 'objections',
                'ordering': ['due_on', 'received_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='objection_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='objection_answered_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='ObjectionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('capacity', models.CharField(blank=True, max_length=80, verbose_name='capacity')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('payload', models.JSONField(blank=True, null=True, verbose_name='payload')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='previous hash')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='actor')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='notices.objection', verbose_name='objection')),
            ],
            options={
                'verbose_name': 'event of an objection',
                'verbose_name_plural': 'events of objections',
                'ordering': ['seq'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('subject', 'seq'), name='objection_event_seq')],
            },
        ),
        migrations.CreateModel(
            name='ObjectionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='file')),
                ('objection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='notices.objection', verbose_name='objection')),
            ],
            options={
                'verbose_name': 'file of an objection',
                'verbose_name_plural': 'files of objections',
                'ordering': ['pk'],
            },
        ),
    ]
