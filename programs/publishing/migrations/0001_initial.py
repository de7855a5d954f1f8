import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dates_set', models.BooleanField(default=False, help_text='Until then the round has dates that nobody chose.', verbose_name='dates are set')),
                ('moves', models.JSONField(blank=True, default=list, verbose_name='moved dates')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='started')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('clauses', models.ManyToManyField(blank=True, related_name='+', to='policies.clause', verbose_name='clauses it rests on')),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.round', verbose_name='copied from')),
                ('measures', models.ManyToManyField(blank=True, related_name='+', to='policies.measure', verbose_name='measures it answers')),
                ('program', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='guides', to='catalog.program', verbose_name='program')),
                ('round', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='guide', to='catalog.round', verbose_name='round')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'verbose_name': 'guided publication',
                'verbose_name_plural': 'guided publications',
                'ordering': ['-changed_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('round', None), ('program__isnull', False), _connector='OR'), name='guide_round_has_program', violation_error_message='A round belongs to a program.')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second person'), ('scheduled', 'Waits for its time'), ('published', 'Published'), ('failed', 'Not published'), ('canceled', 'Canceled')], max_length=10, verbose_name='state')),
                ('publish_at', models.DateTimeField(blank=True, help_text='Empty: as soon as it is confirmed.', null=True, verbose_name='publish at')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the content')),
                ('asked_at', models.DateTimeField(verbose_name='handed over')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('moves_to', models.DateTimeField(blank=True, null=True, verbose_name='new deadline')),
                ('move_reason', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='reason for applicants')),
                ('asked_by', models.ForeignKey(blank=True, help_text='Empty: the portal itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed over by')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('extension', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order', to='catalog.extension', verbose_name='extension after a failure')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='publications', to='catalog.program', verbose_name='program')),
                ('round', models.ForeignKey(blank=True, help_text='Empty: the program alone.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='publications', to='catalog.round', verbose_name='round')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='canceled by')),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'scheduled')), fields=['publish_at'], name='order_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('round', None), ('state__in', ['waiting', 'scheduled'])), fields=('program',), name='order_program_once', violation_error_message='This program is already handed over for publishing.'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'scheduled'])), fields=('round',), name='order_round_once', violation_error_message='This round is already handed over for publishing.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='order_confirmed_who_and_when'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='order_second_person', violation_error_message='Another person has to confirm this.'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state__in', ['waiting', 'scheduled'])), models.Q(('settled_at__isnull', False), ('state__in', ['published', 'failed', 'canceled'])), _connector='OR'), name='order_settled_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('confirmed_by', None), _connector='OR'), name='order_waits_unconfirmed'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='order_scheduled_when'), models.CheckConstraint(condition=models.Q(models.Q(('move_reason', ''), ('moves_to', None)), models.Q(('moves_to__isnull', False), ('publish_at', None), ('round__isnull', False), models.Q(('move_reason', ''), _negated=True)), _connector='OR'), name='order_move_is_whole', violation_error_message='Say why the deadline comes earlier: everybody with a draft is told.'), models.CheckConstraint(condition=models.Q(models.Q(('asked_by__isnull', False), ('extension', None)), models.Q(('asked_by', None), ('extension__isnull', False), ('moves_to__isnull', False)), _connector='OR'), name='order_of_a_person_or_an_extension')],
            },
        ),
    ]
