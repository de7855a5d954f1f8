import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uscc', models.CharField(max_length=18, unique=True, verbose_name='unified social credit code')),
                ('kind', models.CharField(choices=[('firm', 'Firm'), ('institute', 'Research institute'), ('university', 'University'), ('hospital', 'Hospital'), ('bank', 'Bank'), ('carrier', 'Incubator or park'), ('other', 'Other')], default='firm', max_length=12, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='founded on')),
                ('legal_representative', models.CharField(blank=True, max_length=60, verbose_name='legal representative')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('verification', models.CharField(choices=[('unverified', 'Not verified'), ('pending', 'Proof being checked'), ('verified', 'Verified')], default='unverified', max_length=12, verbose_name='verification')),
                ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='verified at')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('industry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.industry', verbose_name='industry')),
                ('registered_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.region', verbose_name='registered region')),
                ('tax_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.region', verbose_name='tax region')),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by')),
            ],
            options={
                'verbose_name': 'organization',
                'verbose_name_plural': 'organizations',
                'ordering': ['name', 'id'],
                'indexes': [models.Index(fields=['registered_region'], name='organization_registered_prefix', opclasses=['text_pattern_ops']), models.Index(fields=['tax_region'], name='organization_tax_prefix', opclasses=['text_pattern_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('uscc__regex', '^[0-9A-HJ-NPQRTUW-Y]{18}$')), name='organization_uscc_alphabet', violation_error_message='A credit code has 18 digits or capital letters, without I, O, S, V and Z.'), models.CheckConstraint(condition=models.Q(models.Q(('verification', 'verified'), ('verified_at__isnull', False), ('verified_by__isnull', False)), models.Q(models.Q(('verification', 'verified'), _negated=True), ('verified_at__isnull', True), ('verified_by__isnull', True)), _connector='OR'), name='organization_verified_who_and_when', violation_error_message='A verified organization needs who verified it and when.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('editor', 'Editor'), ('signatory', 'Signatory'), ('viewer', 'Viewer')], max_length=10, verbose_name='role')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organizations.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [models.UniqueConstraint(fields=('organization', 'user'), name='membership_once', violation_error_message='This person already belongs to the organization.')],
            },
        ),
        migrations.CreateModel(
            name='AuthorityProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=150, verbose_name='file name')),
                ('replaces_owner', models.BooleanField(default=False, verbose_name='replaces the owner')),
                ('status', models.CharField(choices=[('pending', 'Waiting'), ('accepted', 'Accepted'), ('refused', 'Refused')], default='pending', max_length=10, verbose_name='status')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('valid_until', models.DateField(blank=True, help_text='The last day that the letter names.', null=True, verbose_name='valid until')),
                ('submitted_at', models.DateTimeField(verbose_name='handed in')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='file')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authority_proofs', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authority_proofs', to='organizations.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'proof of authority',
                'verbose_name_plural': 'proofs of authority',
                'ordering': ['-submitted_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'pending')), models.Q(models.Q(('status', 'pending'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='authority_proof_decided_who_and_when'), models.UniqueConstraint(condition=models.Q(('status', 'pending')), fields=('organization', 'user'), name='authority_proof_one_pending', violation_error_message='You have already handed in a proof. It is being checked.')],
            },
        ),
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('editor', 'Editor'), ('signatory', 'Signatory'), ('viewer', 'Viewer')], default='editor', max_length=10, verbose_name='role asked for')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('status', models.CharField(choices=[('pending', 'Waiting'), ('granted', 'Granted'), ('refused', 'Refused')], default='pending', max_length=10, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_requests', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_requests', to='organizations.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'access request',
                'verbose_name_plural': 'access requests',
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'pending')), fields=('organization', 'user'), name='access_request_one_pending', violation_error_message='You have already asked. The owner has been told.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'pending')), models.Q(models.Q(('status', 'pending'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='access_request_decided_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationEvent',
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
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='organizations.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'organization event',
                'verbose_name_plural': 'organization events',
                'ordering': ['seq'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('subject', 'seq'), name='organization_event_seq')],
            },
        ),
    ]
