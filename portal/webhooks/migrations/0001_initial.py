import django.contrib.postgres.fields
import django.db.models.deletion
import portal.accounts.sealing
import portal.webhooks.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), verbose_name='events')),
                ('secret', portal.accounts.sealing.SealedField(default=portal.webhooks.models.new_secret, verbose_name='secret')),
                ('previous_secret', portal.accounts.sealing.SealedField(blank=True, verbose_name='secret before')),
                ('previous_until', models.DateTimeField(blank=True, null=True, verbose_name='signs until')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('resting_until', models.DateTimeField(blank=True, null=True, verbose_name='resting until')),
                ('disabled_at', models.DateTimeField(blank=True, null=True, verbose_name='switched off')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vouched for by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='organizations.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('organization', 'url'), name='endpoint_once', violation_error_message='This address is registered already.'), models.CheckConstraint(condition=models.Q(models.Q(('previous_secret', ''), ('previous_until__isnull', True)), models.Q(models.Q(('previous_secret', ''), _negated=True), ('previous_until__isnull', False)), _connector='OR'), name='endpoint_previous_until')],
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('pending', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('dead', 'Given up')], default='pending', max_length=10, verbose_name='status')),
                ('reason', models.CharField(blank=True, choices=[('refused', 'Refused for good'), ('exhausted', 'Refused too often'), ('unanswered', 'No answer, twice'), ('suppressed', 'The address rejects our mail'), ('expired', 'Too late to be of use'), ('stopped', 'Stopped by an administrator')], db_default='', default='', max_length=12, verbose_name='why it was given up')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('unknown', models.PositiveSmallIntegerField(default=0, verbose_name='attempts without an answer')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='of use until')),
                ('claimed_until', models.DateTimeField(blank=True, null=True, verbose_name='claimed until')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('last_error', models.CharField(blank=True, max_length=500, verbose_name='last error')),
                ('event_id', models.UUIDField(default=uuid.uuid4, verbose_name='event')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('body', models.TextField(verbose_name='text')),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispatches', to='webhooks.endpoint', verbose_name='webhook')),
            ],
            options={
                'verbose_name': 'event for a webhook',
                'verbose_name_plural': 'events for webhooks',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('status__in', ['pending', 'sending'])), fields=['due_at', 'id'], name='dispatch_due'), models.Index(fields=['endpoint', '-id'], name='dispatch_log')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'event_id'), name='dispatch_once'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='dispatch_sent_when'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_until__isnull', False), ('status', 'sending')), models.Q(models.Q(('status', 'sending'), _negated=True), ('claimed_until__isnull', True)), _connector='OR'), name='dispatch_claimed_while_sending')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='status')),
                ('seconds', models.FloatField(verbose_name='seconds')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
                ('dispatch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='log', to='webhooks.dispatch', verbose_name='event for a webhook')),
            ],
            options={
                'verbose_name': 'attempt',
                'verbose_name_plural': 'attempts',
                'ordering': ['pk'],
            },
        ),
    ]
