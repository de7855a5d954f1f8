import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('among', models.CharField(choices=[('approved', 'Approved'), ('decided', 'Decided, approved or not'), ('received', 'Ever handed in')], default='approved', max_length=10, verbose_name='drawn from')),
                ('since', models.DateField(verbose_name='first day')),
                ('until', models.DateField(verbose_name='last day')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='share in percent')),
                ('seed', models.CharField(max_length=64, verbose_name='seed')),
                ('population', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), verbose_name='population')),
                ('drawn_at', models.DateTimeField(verbose_name='drawn')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn by')),
                ('program', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.program', verbose_name='program')),
            ],
            options={
                'verbose_name': 'sample',
                'verbose_name_plural': 'samples',
                'ordering': ['-drawn_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__gte', 5), ('percent__lte', 100)), name='sample_share', violation_error_message='A sample takes at least 5 % and at most all.'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='sample_period', violation_error_message='The last day lies before the first.')],
            },
        ),
        migrations.CreateModel(
            name='SampleItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.application', verbose_name='application')),
                ('sample', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='audit.sample', verbose_name='sample')),
            ],
            options={
                'verbose_name': 'application of a sample',
                'verbose_name_plural': 'applications of samples',
                'ordering': ['sample', 'position'],
                'constraints': [models.UniqueConstraint(fields=('sample', 'position'), name='sample_position_once'), models.UniqueConstraint(fields=('sample', 'application'), name='sample_application_once')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('in_order', 'In order'), ('question', 'A question is open'), ('defect', 'Not in order')], max_length=10, verbose_name='finding')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='audit.sampleitem', verbose_name='application')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('result', 'in_order'), models.Q(('note', ''), _negated=True), _connector='OR'), name='finding_says_what', violation_error_message='Say what is not in order, or what you ask.')],
            },
        ),
    ]
