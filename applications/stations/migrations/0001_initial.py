import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('files', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80, unique=True, verbose_name='number')),
                ('opinion', models.TextField(max_length=2000, verbose_name='opinion')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('file_name', models.CharField(blank=True, max_length=150, verbose_name='file name')),
                ('sealed_at', models.DateTimeField(blank=True, null=True, verbose_name='sealed letter uploaded')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendation_letters', to='accounts.department', verbose_name='department')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='sealed letter')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendation_letters', to='catalog.round', verbose_name='round')),
                ('sealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'letter of recommendation',
                'verbose_name_plural': 'letters of recommendation',
                'ordering': ['-issued_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', None), ('sealed_at', None), ('sealed_by', None)), models.Q(('file__isnull', False), ('sealed_at__isnull', False), ('sealed_by__isnull', False)), _connector='OR'), name='batch_sealed_when_and_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('positive', models.BooleanField(verbose_name='recommended')),
                ('opinion', models.TextField(verbose_name='opinion')),
                ('place', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='place in the order of preference')),
                ('at', models.DateTimeField(verbose_name='given')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='intake.application', verbose_name='application')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='stations.batch', verbose_name='letter')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='accounts.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'recommendation',
                'verbose_name_plural': 'recommendations',
                'ordering': ['application', '-at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('application', 'at'), name='recommendation_once'), models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('batch', 'place'), name='recommendation_place_once', violation_error_message='Each place of the order is taken once.'), models.CheckConstraint(condition=models.Q(('place__isnull', True), models.Q(('place__gte', 1), ('positive', True)), _connector='OR'), name='recommendation_place_of_recommended', violation_error_message='Only what is recommended has a place in the order.')],
            },
        ),
    ]
