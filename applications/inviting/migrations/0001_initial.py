import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('intake', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found_at', models.DateTimeField(verbose_name='found')),
                ('conditions', models.JSONField(default=list, verbose_name='conditions met')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('application', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entitlement', to='intake.application', verbose_name='application')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='organizations.organization', verbose_name='organization')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'entitlement',
                'verbose_name_plural': 'entitlements',
                'ordering': ['-found_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'organization'), name='entitlement_once')],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='why it is invited')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organization')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'invited organization',
                'verbose_name_plural': 'invited organizations',
                'ordering': ['round', 'id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'organization'), name='guest_once', violation_error_message='This organization is invited already.')],
            },
        ),
        migrations.CreateModel(
            name='Search',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('found', models.PositiveIntegerField(default=0, verbose_name='newly found')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'search for the entitled',
                'verbose_name_plural': 'searches for the entitled',
                'constraints': [models.UniqueConstraint(fields=('round', 'day'), name='entitled_searched_once')],
            },
        ),
    ]
