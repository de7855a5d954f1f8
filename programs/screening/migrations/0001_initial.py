import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Push',
            fields=[
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='push', serialize=False, to='catalog.round', verbose_name='round')),
                ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                ('after', models.BigIntegerField(default=0, verbose_name='looked at up to the organization')),
                ('claimed_until', models.DateTimeField(blank=True, null=True, verbose_name='claimed until')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
            ],
            options={
                'verbose_name': 'service push',
                'verbose_name_plural': 'service pushes',
                'ordering': ['-asked_at', '-round'],
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['asked_at'], name='push_unfinished')],
                'constraints': [models.CheckConstraint(condition=models.Q(('finished_at', None), ('claimed_until', None), _connector='OR'), name='push_finished_is_let_go')],
            },
        ),
        migrations.CreateModel(
            name='Notified',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='told at')),
                ('people', models.PositiveIntegerField(verbose_name='people')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organization')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notified', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'told organization',
                'verbose_name_plural': 'told organizations',
                'ordering': ['organization'],
                'constraints': [models.UniqueConstraint(fields=('round', 'organization'), name='notified_once')],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('changes', models.JSONField(default=dict, verbose_name='changes')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='amount for each, yuan')),
                ('shared', models.BooleanField(default=False, verbose_name='shared with the department')),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scenarios', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='catalog.program', verbose_name='program')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'scenario',
                'verbose_name_plural': 'scenarios',
                'ordering': ['-saved_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('by', 'program', 'round', 'name'), name='scenario_name_once', nulls_distinct=False, violation_error_message='You have a scenario of this name. Choose another name.')],
            },
        ),
    ]
