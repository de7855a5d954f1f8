import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked for')),
                ('total', models.PositiveIntegerField(verbose_name='applications')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='compared')),
                ('after', models.UUIDField(blank=True, null=True, verbose_name='last one compared')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comparisons', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'comparison of applications',
                'verbose_name_plural': 'comparisons of applications',
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('round',), name='comparison_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bands', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, verbose_name='bands')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fingerprints', to='intake.application', verbose_name='application')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='fingerprint', to='intake.submission', verbose_name='submission')),
            ],
            options={
                'verbose_name': 'fingerprint of a text',
                'verbose_name_plural': 'fingerprints of texts',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['bands'], name='fingerprint_bands')],
            },
        ),
        migrations.CreateModel(
            name='Ranking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pass_no', models.PositiveSmallIntegerField(default=1, verbose_name='review pass')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('fixed', 'Fixed by the meeting')], default='draft', max_length=8, verbose_name='state')),
                ('method', models.CharField(choices=[('mean', 'Mean'), ('trimmed', 'Mean without the highest and the lowest')], default='mean', max_length=8, verbose_name='ranked by')),
                ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='budget, yuan')),
                ('least', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='least score')),
                ('spread', models.DecimalField(decimal_places=2, default=20, max_digits=5, verbose_name='far apart from, points')),
                ('grouping', models.CharField(blank=True, choices=[('', 'No quotas'), ('district', 'District'), ('field', 'Industry')], default='', max_length=8, verbose_name='quotas by')),
                ('quotas', models.JSONField(blank=True, default=dict, verbose_name='quotas')),
                ('scores', models.JSONField(default=list, verbose_name='scores as they were')),
                ('candidates', models.JSONField(default=list, verbose_name='candidates as they were')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='content hash')),
                ('made_at', models.DateTimeField(verbose_name='drawn up')),
                ('fixed_at', models.DateTimeField(blank=True, null=True, verbose_name='fixed')),
                ('fixed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fixed by')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn up by')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rankings', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'ranking',
                'verbose_name_plural': 'rankings',
                'ordering': ['-made_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'pass_no'), name='ranking_once_a_pass'), models.CheckConstraint(condition=models.Q(models.Q(('content_hash', ''), ('fixed_at', None), ('fixed_by', None), ('state', 'draft')), models.Q(('fixed_at__isnull', False), ('fixed_by__isnull', False), ('state', 'fixed'), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='ranking_fixed_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='SimilarPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('likeness', models.DecimalField(decimal_places=3, max_digits=4, verbose_name='likeness')),
                ('passages', models.JSONField(default=list, verbose_name='passages in common')),
                ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='ranking.comparison', verbose_name='comparison of applications')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.application', verbose_name='application')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.application', verbose_name='other application')),
            ],
            options={
                'verbose_name': 'similar applications',
                'verbose_name_plural': 'similar applications',
                'ordering': ['-likeness', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('comparison', 'one', 'other'), name='similar_pair_once'), models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='similar_pair_of_two')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('place', models.PositiveIntegerField(verbose_name='place by score')),
                ('count', models.PositiveSmallIntegerField(default=0, verbose_name='reviews')),
                ('score', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='score')),
                ('low', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='lowest score')),
                ('high', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='highest score')),
                ('mean', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='mean')),
                ('trimmed', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='trimmed mean')),
                ('calibrated', models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name='calibrated score')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount, yuan')),
                ('outcome', models.CharField(choices=[('support', 'Support'), ('reserve', 'Reserve list'), ('decline', 'Do not support')], max_length=8, verbose_name='outcome')),
                ('group', models.CharField(blank=True, max_length=120, verbose_name='group')),
                ('twice', models.JSONField(default=list, verbose_name='look again because of')),
                ('settled', models.BooleanField(default=False, verbose_name='looked at again')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='intake.application', verbose_name='application')),
                ('ranking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='ranking.ranking', verbose_name='ranking')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['ranking', 'position'],
                'constraints': [models.UniqueConstraint(fields=('ranking', 'application'), name='place_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='place_amount_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='number of the minutes')),
                ('held_on', models.DateField(verbose_name='held on')),
                ('attendees', models.JSONField(verbose_name='attendees')),
                ('recusals', models.JSONField(default=list, verbose_name='recusals')),
                ('minutes_name', models.CharField(max_length=150, verbose_name='file name')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='minutes')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('ranking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='ranking.ranking', verbose_name='ranking')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
            },
        ),
        migrations.CreateModel(
            name='RankingEvent',
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
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='ranking.ranking', verbose_name='ranking')),
            ],
            options={
                'verbose_name': 'ranking event',
                'verbose_name_plural': 'ranking events',
                'ordering': ['seq'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('subject', 'seq'), name='ranking_event_seq')],
            },
        ),
        migrations.CreateModel(
            name='Carrying',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=20, verbose_name='action')),
                ('capacity', models.JSONField(verbose_name='capacity')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('problem', models.CharField(blank=True, max_length=400, verbose_name='problem')),
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='carrying', to='ranking.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'outcome on its way',
                'verbose_name_plural': 'outcomes on their way',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['id'], name='carrying_open')],
            },
        ),
    ]
