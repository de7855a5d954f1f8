import datetime
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('is_workday', models.BooleanField(verbose_name='working day')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'calendar days',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='year')),
                ('source', models.CharField(max_length=200, verbose_name='announcement')),
            ],
            options={
                'verbose_name': 'confirmed calendar year',
                'verbose_name_plural': 'confirmed calendar years',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='name')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'heartbeat',
                'verbose_name_plural': 'heartbeats',
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'collected e-mail',
                'verbose_name_plural': 'collected e-mails',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='digest_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='key')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inbox', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['recipient', '-created_at', '-id'], name='message_inbox'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient'], name='message_unread')],
                'constraints': [models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', '/'), _connector='OR'), name='message_url_is_ours', violation_error_message='A message leads to a page of the portal.')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=40, verbose_name='group')),
                ('email', models.BooleanField(verbose_name='by e-mail')),
                ('sms', models.BooleanField(verbose_name='by text message')),
                ('digest', models.CharField(choices=[('now', 'At once'), ('daily', 'Together, once a day'), ('weekly', 'Together, once a week')], default='now', max_length=8, verbose_name='when e-mails leave')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'preference',
                'verbose_name_plural': 'preferences',
                'ordering': ['user', 'group'],
                'constraints': [models.UniqueConstraint(fields=('user', 'group'), name='preference_once')],
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('active', models.BooleanField(default=True, verbose_name='keep quiet hours')),
                ('begins', models.TimeField(default=datetime.time(22, 0), verbose_name='from')),
                ('ends', models.TimeField(default=datetime.time(8, 0), verbose_name='until')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='quiet_hours', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'quiet hours',
                'verbose_name_plural': 'quiet hours',
                'constraints': [models.CheckConstraint(condition=models.Q(('begins', models.F('ends')), _negated=True), name='quiet_hours_last', violation_error_message='Quiet hours begin and end at different times.')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('subject', models.CharField(max_length=80, verbose_name='subject')),
                ('deadline', models.DateTimeField(verbose_name='deadline')),
                ('offset', models.CharField(max_length=8, verbose_name='before the deadline')),
                ('moment', models.DateTimeField(verbose_name='came due')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'user', 'deadline', 'offset'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, unique=True, verbose_name='address')),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='what the other side said')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'address that rejects our mail',
                'verbose_name_plural': 'addresses that reject our mail',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='suppression_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='TextEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='text')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('edited_at', models.DateTimeField(auto_now_add=True, verbose_name='edited at')),
                ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='edited by')),
            ],
            options={
                'verbose_name': 'text of messages',
                'verbose_name_plural': 'texts of messages',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['key', 'language', '-id'], name='text_edit_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('subject', '')), models.Q(models.Q(('subject', ''), _negated=True), models.Q(('body', ''), _negated=True)), _connector='OR'), name='text_edit_whole', violation_error_message='A text has a subject and a body.')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
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
                ('key', models.CharField(max_length=200, unique=True, verbose_name='key')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], db_default='email', default='email', max_length=10, verbose_name='channel')),
                ('kind', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='kind')),
                ('group', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='group')),
                ('to', models.CharField(max_length=254, verbose_name='to')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('message_id', models.CharField(max_length=200, unique=True, verbose_name='Message-ID')),
                ('urgent', models.BooleanField(db_default=False, default=False, verbose_name='before others')),
                ('bounce', models.CharField(blank=True, choices=[('hard', 'Came back for good'), ('soft', 'Came back for now')], db_default='', default='', max_length=4, verbose_name='came back')),
                ('bounced_at', models.DateTimeField(blank=True, null=True, verbose_name='came back at')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('status__in', ['pending', 'sending'])), fields=['channel', '-urgent', 'due_at', 'id'], name='delivery_due'), models.Index(condition=models.Q(('status', 'dead')), fields=['reason'], name='delivery_dead')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='delivery_sent_when'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_until__isnull', False), ('status', 'sending')), models.Q(models.Q(('status', 'sending'), _negated=True), ('claimed_until__isnull', True)), _connector='OR'), name='delivery_claimed_while_sending'), models.CheckConstraint(condition=models.Q(('reason', ''), ('status', 'dead'), _connector='OR'), name='delivery_reason_of_dead'), models.CheckConstraint(condition=models.Q(models.Q(('bounce', ''), ('bounced_at__isnull', True)), models.Q(models.Q(('bounce', ''), _negated=True), ('bounced_at__isnull', False)), _connector='OR'), name='delivery_bounced_when')],
            },
        ),
        migrations.CreateModel(
            name='DigestEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('digest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='inbox.digest', verbose_name='collected e-mail')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digest_entries', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='digest_entry', to='inbox.message', verbose_name='message')),
            ],
            options={
                'verbose_name': 'message for a collected e-mail',
                'verbose_name_plural': 'messages for collected e-mails',
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('digest', None)), fields=['due_at', 'user'], name='digest_entry_waiting')],
            },
        ),
    ]
