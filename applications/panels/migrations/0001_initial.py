import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('experts', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pass_no', models.PositiveSmallIntegerField(default=1, verbose_name='review round')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rubrics', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'rubric',
                'verbose_name_plural': 'rubrics',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'pass_no'), name='rubric_once', violation_error_message='This round has a rubric already.'), models.CheckConstraint(condition=models.Q(('pass_no__in', [1, 2])), name='rubric_first_or_second_pass')],
            },
        ),
        migrations.CreateModel(
            name='Panel',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pass_no', models.PositiveSmallIntegerField(default=1, verbose_name='review round')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('per_application', models.PositiveSmallIntegerField(default=3, verbose_name='reviews for each application')),
                ('composition', models.JSONField(blank=True, default=dict, verbose_name='composition')),
                ('blind', models.BooleanField(default=False, verbose_name='blind: the experts do not see who applies')),
                ('hidden', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, verbose_name='hidden questions')),
                ('blind_files', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, verbose_name='blind copies')),
                ('sees_others', models.CharField(choices=[('none', 'no other review'), ('after_own', "the others' once their own is handed in"), ('all', "the others' at any time")], default='none', max_length=10, verbose_name='experts see')),
                ('answer_by', models.DateField(verbose_name='answer to the invitation by')),
                ('due_on', models.DateField(verbose_name='reviews due on')),
                ('promise', models.TextField(max_length=2000, verbose_name='promise of confidentiality')),
                ('fee', models.DecimalField(decimal_places=2, default=0, max_digits=8, verbose_name='fee for each review, yuan')),
                ('opinion_least', models.PositiveSmallIntegerField(default=50, verbose_name='shortest opinion, characters')),
                ('seed', models.CharField(blank=True, max_length=64, verbose_name='seed')),
                ('state', models.CharField(choices=[('draft', 'Being set up'), ('drawn', 'Drawn'), ('invited', 'Invited'), ('reviewing', 'Reviewing'), ('closed', 'Closed')], default='draft', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panels', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'panel',
                'verbose_name_plural': 'panels',
                'ordering': ['-created_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'pass_no', 'name'), name='panel_name_once', violation_error_message='This round has a panel of this name already.'), models.CheckConstraint(condition=models.Q(('pass_no__in', [1, 2])), name='panel_first_or_second_pass', violation_error_message='There is a first and a second round of review.'), models.CheckConstraint(condition=models.Q(('per_application__gte', 1), ('per_application__lte', 25)), name='panel_per_application', violation_error_message='Between 1 and 25 reviews for each application.'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('answer_by'))), name='panel_answer_before_review', violation_error_message='Experts answer the invitation before the reviews are due.'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('seed', ''), _negated=True), _connector='OR'), name='panel_drawn_with_seed', violation_error_message='A panel is drawn with a recorded seed.')],
            },
        ),
        migrations.CreateModel(
            name='Avoidance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name of the expert')),
                ('employer', models.CharField(blank=True, max_length=120, verbose_name='where they work')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('stated_at', models.DateTimeField(verbose_name='stated at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='avoidances', to='intake.application', verbose_name='application')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stated by')),
            ],
            options={
                'verbose_name': 'expert to be avoided',
                'verbose_name_plural': 'experts to be avoided',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('application', 'name', 'employer'), name='avoidance_once', violation_error_message='You have named this person already.')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('name', models.CharField(max_length=60, verbose_name='criterion')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='criterion in English')),
                ('help', models.CharField(blank=True, max_length=150, verbose_name='what to look at')),
                ('help_en', models.CharField(blank=True, max_length=250, verbose_name='what to look at, in English')),
                ('weight', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='weight in percent')),
                ('maximum', models.DecimalField(decimal_places=1, default=Decimal('100'), max_digits=5, verbose_name='most points')),
                ('reason_below', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='a reason is needed below')),
                ('reason_above', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='a reason is needed above')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='panels.rubric', verbose_name='rubric')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weight__gt', 0), ('weight__lte', 100)), name='criterion_weight_is_percent', violation_error_message='A weight is more than 0 and at most 100 percent.'), models.CheckConstraint(condition=models.Q(('maximum__gt', 0)), name='criterion_maximum', violation_error_message='There is at least something to score: give the most points.'), models.CheckConstraint(condition=models.Q(('reason_below', None), models.Q(('reason_below__gte', 0), ('reason_below__lte', models.F('maximum'))), _connector='OR'), name='criterion_reason_below', violation_error_message='This limit lies outside the points of the criterion.'), models.CheckConstraint(condition=models.Q(('reason_above', None), models.Q(('reason_above__gte', 0), ('reason_above__lte', models.F('maximum'))), _connector='OR'), name='criterion_reason_above', violation_error_message='This limit lies outside the points of the criterion.')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('author', 'Took part in the application'), ('member', 'Belongs to the applicant in the portal'), ('employer', 'Same employer'), ('ownership', 'Shareholder, controller or legal representative'), ('family', 'Near relative'), ('teacher', 'Teacher or student'), ('joint', 'Joint project, paper or patent within three years'), ('interest', 'Other interest: share, adviser, former employment, dispute'), ('avoided', 'Named by the applicant'), ('stated', 'Stated by the expert while reviewing')], max_length=10, verbose_name='kind')),
                ('detail', models.CharField(max_length=200, verbose_name='what it rests on')),
                ('source', models.CharField(choices=[('declared', 'Declared'), ('inferred', 'Inferred'), ('avoidance', 'Avoidance')], max_length=10, verbose_name='source')),
                ('found_at', models.DateTimeField(verbose_name='found at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.application', verbose_name='application')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='experts.expert', verbose_name='expert')),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='panels.panel', verbose_name='panel')),
            ],
            options={
                'verbose_name': 'conflict of interest',
                'verbose_name_plural': 'conflicts of interest',
                'ordering': ['application', 'expert', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('panel', 'application', 'expert', 'kind'), name='conflict_once')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pass_no', models.PositiveSmallIntegerField(verbose_name='review round')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('open', 'Not begun'), ('draft', 'Begun'), ('handed_in', 'Handed in'), ('reopened', 'Reopened'), ('recused', 'Recused')], default='open', max_length=10, verbose_name='state')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='intake.application', verbose_name='application')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='experts.expert', verbose_name='expert')),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='panels.panel', verbose_name='panel')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['number', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('application', 'expert', 'pass_no'), name='assignment_once', violation_error_message='This expert has this application already.'), models.CheckConstraint(condition=models.Q(('pass_no__in', [1, 2])), name='assignment_first_or_second_pass')],
            },
        ),
        migrations.CreateModel(
            name='PanelEvent',
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
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='panels.panel', verbose_name='panel')),
            ],
            options={
                'verbose_name': 'panel event',
                'verbose_name_plural': 'panel events',
                'ordering': ['seq'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('subject', 'seq'), name='panel_event_seq')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='position in the draw')),
                ('invited_at', models.DateTimeField(blank=True, null=True, verbose_name='invited at')),
                ('answer', models.CharField(choices=[('none', 'No answer yet'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='none', max_length=10, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('promised_at', models.DateTimeField(blank=True, null=True, verbose_name='promised at')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='experts.expert', verbose_name='expert')),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='panels.panel', verbose_name='panel')),
            ],
            options={
                'verbose_name': 'seat',
                'verbose_name_plural': 'seats',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('panel', 'expert'), name='seat_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'none'), ('answered_at__isnull', True)), models.Q(models.Q(('answer', 'none'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='seat_answer_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'accepted'), _negated=True), ('promised_at__isnull', False), _connector='OR'), name='seat_accepted_with_promise', violation_error_message='Who accepts gives the promise of confidentiality.')],
            },
        ),
        migrations.CreateModel(
            name='Band',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=20, verbose_name='grade')),
                ('label_en', models.CharField(blank=True, max_length=30, verbose_name='grade in English')),
                ('floor', models.DecimalField(decimal_places=1, max_digits=5, verbose_name='from so many points')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='panels.criterion', verbose_name='criterion')),
            ],
            options={
                'verbose_name': 'grade of a criterion',
                'verbose_name_plural': 'grades of a criterion',
                'ordering': ['criterion', '-floor'],
                'constraints': [models.UniqueConstraint(fields=('criterion', 'floor'), name='band_floor_once', violation_error_message='Two grades begin at the same points.'), models.CheckConstraint(condition=models.Q(('floor__gte', 0)), name='band_floor_not_negative', violation_error_message='A grade begins at 0 points or more.')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recommendation', models.CharField(blank=True, choices=[('support', 'Support'), ('changed', 'Support after changes'), ('decline', 'Do not support')], max_length=10, verbose_name='recommendation')),
                ('opinion', models.TextField(blank=True, max_length=4000, verbose_name='opinion')),
                ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='total')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('handed_in_at', models.DateTimeField(blank=True, null=True, verbose_name='handed in')),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='panels.assignment', verbose_name='assignment')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'constraints': [models.CheckConstraint(condition=models.Q(('handed_in_at', None), models.Q(('total__isnull', False), models.Q(('recommendation', ''), _negated=True)), _connector='OR'), name='review_handed_in_complete', violation_error_message='A review is handed in with all its scores and a recommendation.'), models.CheckConstraint(condition=models.Q(('total', None), models.Q(('total__gte', 0), ('total__lte', 100)), _connector='OR'), name='review_total_of_a_hundred')],
            },
        ),
        migrations.CreateModel(
            name='ReviewScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='points')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.criterion', verbose_name='criterion')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='panels.review', verbose_name='review')),
            ],
            options={
                'verbose_name': 'score',
                'verbose_name_plural': 'scores',
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='review_score_once'), models.CheckConstraint(condition=models.Q(('points', None), ('points__gte', 0), _connector='OR'), name='review_score_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='ReviewVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('content', models.JSONField(verbose_name='content')),
                ('content_hash', models.CharField(max_length=64, verbose_name='content hash')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='panels.review', verbose_name='review')),
            ],
            options={
                'verbose_name': 'version of a review',
                'verbose_name_plural': 'versions of reviews',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('review', 'number'), name='review_version_once')],
            },
        ),
    ]
