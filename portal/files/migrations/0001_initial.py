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
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('capacity', models.CharField(max_length=120, verbose_name='acting as')),
                ('target', models.CharField(max_length=20, verbose_name='for')),
                ('place', models.JSONField(verbose_name='where it belongs')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('received', models.PositiveBigIntegerField(default=0, verbose_name='bytes received')),
                ('state', models.CharField(choices=[('open', 'On its way'), ('arrived', 'Being checked'), ('done', 'Taken'), ('refused', 'Refused')], default='open', max_length=8, verbose_name='state')),
                ('refusal', models.CharField(blank=True, max_length=500, verbose_name='why it was refused')),
                ('began_at', models.DateTimeField(verbose_name='began')),
                ('changed_at', models.DateTimeField(verbose_name='last piece')),
                ('claimed_until', models.DateTimeField(null=True, verbose_name='being worked on until')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'upload',
                'verbose_name_plural': 'uploads',
                'ordering': ['-began_at', 'id'],
                'indexes': [models.Index(fields=['changed_at'], name='upload_changed'), models.Index(condition=models.Q(('state', 'open')), fields=['by'], name='upload_open_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('received__lte', models.F('size'))), name='upload_not_longer'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('received', models.F('size')), _connector='OR'), name='upload_arrived_whole')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('media_type', models.CharField(max_length=100, verbose_name='media type')),
                ('stored_at', models.DateTimeField(auto_now_add=True, verbose_name='stored at')),
                ('scan', models.CharField(choices=[('none', 'Not checked: no scanner'), ('waiting', 'Waiting for the check'), ('clean', 'Nothing found'), ('infected', 'Refused')], default='none', max_length=8, verbose_name='virus check')),
                ('scanned_at', models.DateTimeField(blank=True, null=True, verbose_name='checked for viruses')),
                ('finding', models.CharField(blank=True, max_length=200, verbose_name='what was found')),
                ('invoice', models.JSONField(blank=True, null=True, verbose_name='what the invoice says')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stored by')),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
                'indexes': [models.Index(condition=models.Q(('scan', 'waiting')), fields=['stored_at'], name='stored_file_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('scan__in', ['clean', 'infected']), ('scanned_at__isnull', False)), models.Q(('finding', ''), ('scan__in', ['none', 'waiting']), ('scanned_at__isnull', True)), _connector='OR'), name='stored_file_checked_when')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offset', models.PositiveBigIntegerField(verbose_name='first byte')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='files.upload', verbose_name='upload')),
            ],
            options={
                'verbose_name': 'piece of an upload',
                'verbose_name_plural': 'pieces of uploads',
                'ordering': ['offset'],
                'constraints': [models.UniqueConstraint(fields=('upload', 'offset'), name='piece_once')],
            },
        ),
    ]
