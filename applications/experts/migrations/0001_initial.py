import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('organizations', '0001_initial'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('title', models.CharField(max_length=60, verbose_name='professional title')),
                ('employer', models.CharField(max_length=120, verbose_name='employer')),
                ('employer_uscc', models.CharField(blank=True, max_length=18, verbose_name='credit code of the employer')),
                ('kind', models.CharField(choices=[('technical', 'Technical expert'), ('financial', 'Financial expert'), ('management', 'Management expert'), ('legal', 'Legal expert')], default='technical', max_length=12, verbose_name='kind of expert')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=8, verbose_name='fields')),
                ('phone', models.CharField(blank=True, max_length=80, verbose_name='telephone')),
                ('identity', models.CharField(blank=True, max_length=80, verbose_name='identity number')),
                ('bank', models.CharField(blank=True, max_length=100, verbose_name='bank and branch')),
                ('account', models.CharField(blank=True, max_length=80, verbose_name='bank account')),
                ('status', models.CharField(choices=[('applied', 'To be examined'), ('listed', 'Listed'), ('refused', 'Not listed'), ('suspended', 'Suspended'), ('expired', 'Expired')], default='applied', max_length=10, verbose_name='status')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='listed until')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('applied_at', models.DateTimeField(verbose_name='applied on')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('recommended_by_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='recommended by the department')),
                ('recommended_by_organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='recommended by the organization')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.region', verbose_name='region')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expertise', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'expert',
                'verbose_name_plural': 'experts',
                'ordering': ['name', 'id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['fields'], name='expert_fields'), models.Index(fields=['status', 'name', 'id'], name='expert_by_name'), models.Index(fields=['status', 'valid_until', 'id'], name='expert_by_validity')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='expert_email_once', violation_error_message='There is an expert with this e-mail address already.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'listed'), _negated=True), models.Q(('user__isnull', False), ('valid_until__isnull', False)), _connector='OR'), name='expert_listed_with_person_and_term', violation_error_message='Who is listed has an account and a last day.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), ('decided_at__isnull', False), _connector='OR'), name='expert_decided_who_and_when'), models.CheckConstraint(condition=models.Q(('recommended_by_department', None), ('recommended_by_organization', None), _connector='OR'), name='expert_recommended_by_one', violation_error_message='A department or an organization recommends, not both.'), models.CheckConstraint(condition=models.Q(('employer_uscc', ''), ('employer_uscc__regex', '^[0-9A-HJ-NPQRTUW-Y]{18}$'), _connector='OR'), name='expert_employer_uscc', violation_error_message='A credit code has 18 digits or capital letters, without I, O, S, V and Z.')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='first day')),
                ('last_on', models.DateField(verbose_name='last day')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='experts.expert', verbose_name='expert')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['first_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='expert_absence_ends_after_start', violation_error_message='The last day lies before the first. Correct one of them.')],
            },
        ),
        migrations.CreateModel(
            name='ExpertEvent',
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
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='experts.expert', verbose_name='expert')),
            ],
            options={
                'verbose_name': 'expert event',
                'verbose_name_plural': 'expert events',
                'ordering': ['seq'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('subject', 'seq'), name='expert_event_seq')],
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('family', 'Near relative'), ('teacher', 'Teacher or student (master, doctorate)'), ('project', 'Joint project or award'), ('paper', 'Joint paper'), ('patent', 'Joint patent'), ('shareholding', 'Share or investment'), ('employment', 'Employment'), ('advisor', 'Adviser or consultant'), ('dispute', 'Legal dispute')], max_length=14, verbose_name='kind')),
                ('person_name', models.CharField(blank=True, max_length=60, verbose_name='name of the person')),
                ('organization_name', models.CharField(blank=True, max_length=120, verbose_name='name of the organization')),
                ('uscc', models.CharField(blank=True, max_length=18, verbose_name='credit code of the organization')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='what it rests on')),
                ('stated_at', models.DateTimeField(verbose_name='stated at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='experts.expert', verbose_name='expert')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stated by')),
            ],
            options={
                'verbose_name': 'tie of an expert',
                'verbose_name_plural': 'ties of experts',
                'ordering': ['kind', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person_name', ''), _negated=True), models.Q(('organization_name', ''), _negated=True), models.Q(('uscc', ''), _negated=True), _connector='OR'), name='expert_tie_names_somebody', violation_error_message='Name the person or the organization.'), models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='expert_tie_ends_after_start', violation_error_message='The last day lies before the first. Correct one of them.')],
            },
        ),
    ]
