import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('query', models.TextField(blank=True, verbose_name='filter')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='paused at')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last looked at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'saved search',
                'verbose_name_plural': 'saved searches',
                'ordering': ['-since', '-id'],
                'indexes': [models.Index(condition=models.Q(('paused_at', None)), fields=['checked_at', 'id'], name='saved_search_due')],
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='saved_search_name_once', violation_error_message='You have a saved search of this name already.')],
            },
        ),
        migrations.CreateModel(
            name='Hit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('told', models.BooleanField(verbose_name='told')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.round', verbose_name='round')),
                ('search', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='finding.savedsearch', verbose_name='saved search')),
            ],
            options={
                'verbose_name': 'match of a saved search',
                'verbose_name_plural': 'matches of saved searches',
                'constraints': [models.UniqueConstraint(fields=('search', 'round'), name='saved_search_hit_once')],
            },
        ),
    ]
