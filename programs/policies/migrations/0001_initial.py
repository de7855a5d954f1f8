import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('call_notice', 'Call notice'), ('internal_plan', 'Internal plan')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title in English')),
                ('short_title', models.CharField(help_text='Shown on citation chips.', max_length=60, verbose_name='short title')),
                ('short_title_en', models.CharField(blank=True, max_length=80, verbose_name='short title in English')),
                ('issuer', models.CharField(max_length=160, verbose_name='issuer')),
                ('issuer_en', models.CharField(blank=True, max_length=200, verbose_name='issuer in English')),
                ('level', models.CharField(blank=True, choices=[('nation', 'National'), ('province', 'Provincial'), ('city', 'Municipal'), ('district', 'District'), ('town', 'Town or park')], max_length=10, verbose_name='level')),
                ('addressee', models.CharField(blank=True, help_text='Empty where the document does not say.', max_length=160, verbose_name='addressed to')),
                ('addressee_en', models.CharField(blank=True, max_length=200, verbose_name='addressed to, in English')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='document number')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('dates_note', models.CharField(blank=True, help_text='What the document says of its dates, or what it leaves open.', max_length=200, verbose_name='note on the dates')),
                ('dates_note_en', models.CharField(blank=True, max_length=300, verbose_name='note on the dates, in English')),
                ('provenance', models.CharField(choices=[('official', 'Official copy'), ('repost', 'Repost'), ('model_text', 'Model text'), ('demonstration', 'Demonstration')], max_length=20, verbose_name='provenance')),
                ('official_url', models.URLField(blank=True, verbose_name='official address')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary in English')),
                ('hant', models.JSONField(blank=True, default=dict, help_text='By the name of the field.', verbose_name='reviewed Traditional texts')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.region', verbose_name='region')),
                ('replaces', models.ManyToManyField(blank=True, related_name='replaced_by', to='policies.policydocument', verbose_name='replaces')),
            ],
            options={
                'verbose_name': 'policy document',
                'verbose_name_plural': 'policy documents',
                'ordering': ['-issued_on', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='In the address: 3, 5-1.', max_length=40, verbose_name='number')),
                ('printed', models.CharField(help_text='第3项', max_length=40, verbose_name='number as printed')),
                ('printed_en', models.CharField(blank=True, max_length=60, verbose_name='number as printed, in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('heading', models.CharField(max_length=120, verbose_name='heading')),
                ('heading_en', models.CharField(blank=True, max_length=160, verbose_name='heading in English')),
                ('summary', models.TextField(help_text='In our own words.', verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary in English')),
                ('text', models.TextField(blank=True, verbose_name='official wording')),
                ('hant', models.JSONField(blank=True, default=dict, help_text='By the name of the field.', verbose_name='reviewed Traditional texts')),
                ('parent', models.ForeignKey(blank=True, help_text='The clause of the same document that contains this one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='policies.clause', verbose_name='part of')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='policies.policydocument', verbose_name='document')),
            ],
            options={
                'verbose_name': 'clause',
                'verbose_name_plural': 'clauses',
                'ordering': ['document', 'position'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='clause_number_once'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='clause_not_its_own_part', violation_error_message='A clause cannot be a part of itself.')],
            },
        ),
        migrations.CreateModel(
            name='FindableDocument',
            fields=[
                ('title_terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), verbose_name='terms of its titles')),
                ('heading_terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), verbose_name='terms of its headings')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), verbose_name='terms of all its texts')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='findable', serialize=False, to='policies.policydocument', verbose_name='document')),
            ],
            options={
                'verbose_name': 'search terms of a document',
                'verbose_name_plural': 'search terms of documents',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['title_terms'], name='document_titles'), django.contrib.postgres.indexes.GinIndex(fields=['heading_terms'], name='document_headings'), django.contrib.postgres.indexes.GinIndex(fields=['terms'], name='document_terms')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('kind', models.CharField(choices=[('voucher', 'Innovation vouchers'), ('subsidy', 'Subsidies'), ('service_package', 'Service packages'), ('grant', 'Grant projects'), ('commissioner', 'S&T commissioners'), ('internship', 'S&T internships'), ('mentor', 'Mentors'), ('recognition', 'Recognitions'), ('evaluation', 'Evaluations'), ('loan', 'Loans and finance'), ('matchmaking', 'Matchmaking'), ('instrument_sharing', 'Instrument sharing'), ('procurement_catalog', 'Procurement catalogs'), ('event', 'Events and training'), ('award', 'Awards'), ('fund', 'Funds'), ('platform', 'Platforms and places')], max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('asked_for', models.BooleanField(default=True, help_text='An organization or a person can ask for it.', verbose_name='can be asked for')),
                ('beneficiary', models.CharField(blank=True, max_length=120, verbose_name='for whom')),
                ('beneficiary_en', models.CharField(blank=True, max_length=200, verbose_name='for whom, in English')),
                ('beneficiary_basis', models.CharField(choices=[('stated', 'Stated'), ('inferred', 'Inferred'), ('not_stated', 'Not stated')], default='not_stated', max_length=12, verbose_name='basis of “for whom”')),
                ('provider', models.CharField(blank=True, max_length=120, verbose_name='by whom')),
                ('provider_en', models.CharField(blank=True, max_length=200, verbose_name='by whom, in English')),
                ('provider_basis', models.CharField(choices=[('stated', 'Stated'), ('inferred', 'Inferred'), ('not_stated', 'Not stated')], default='not_stated', max_length=12, verbose_name='basis of “by whom”')),
                ('note', models.TextField(blank=True, help_text='Conditions, contents and steps, in our own words.', verbose_name='note')),
                ('note_en', models.TextField(blank=True, verbose_name='note in English')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='policies.clause', verbose_name='clause')),
            ],
            options={
                'verbose_name': 'measure',
                'verbose_name_plural': 'measures',
                'ordering': ['clause', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comparison', models.CharField(choices=[('eq', '='), ('ge', '≥'), ('gt', '>'), ('le', '≤'), ('about', '≈'), ('between', '–'), ('rise', '↑')], default='eq', max_length=8, verbose_name='comparison')),
                ('number', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='number')),
                ('upper', models.DecimalField(blank=True, decimal_places=2, help_text='Of a range.', max_digits=18, null=True, verbose_name='upper number')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('unit_en', models.CharField(blank=True, max_length=40, verbose_name='unit in English')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('kind', models.CharField(choices=[('eligibility', 'Who qualifies'), ('benefit', 'What is granted, and its limits'), ('time', 'Time limits and periods'), ('obligation', 'Duties after support'), ('precedence', 'Which rule goes first, what excludes what'), ('content', 'What it consists of'), ('procedure', 'How it is done and judged'), ('management', 'Directions to offices')], max_length=12, verbose_name='kind')),
                ('sentence', models.CharField(max_length=250, verbose_name='rule')),
                ('sentence_en', models.CharField(blank=True, max_length=400, verbose_name='rule in English')),
                ('no_condition', models.CharField(blank=True, db_default='', help_text='For a rule that nobody has to meet in order to apply, such as a duty after support.', max_length=200, verbose_name='why no condition holds it')),
                ('no_condition_en', models.CharField(blank=True, db_default='', max_length=300, verbose_name='why no condition holds it, in English')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='policies.clause', verbose_name='clause')),
            ],
            options={
                'verbose_name': 'rule of a clause',
                'verbose_name_plural': 'rules of clauses',
                'ordering': ['clause', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('comparison__in', ['between', 'rise']), _negated=True), ('upper', None)), models.Q(('comparison', 'between'), ('number__isnull', False), ('upper__gt', models.F('number'))), models.Q(('comparison', 'rise'), ('number', None), ('upper', None)), _connector='OR'), name='rule_figures_fit', violation_error_message='A range needs two numbers, the smaller first; “rise” has none; any other comparison has one.')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comparison', models.CharField(choices=[('eq', '='), ('ge', '≥'), ('gt', '>'), ('le', '≤'), ('about', '≈'), ('between', '–'), ('rise', '↑')], default='eq', max_length=8, verbose_name='comparison')),
                ('number', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='number')),
                ('upper', models.DecimalField(blank=True, decimal_places=2, help_text='Of a range.', max_digits=18, null=True, verbose_name='upper number')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('unit_en', models.CharField(blank=True, max_length=40, verbose_name='unit in English')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=120, verbose_name='indicator')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='indicator in English')),
                ('stretch', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='number striven for')),
                ('period', models.CharField(blank=True, max_length=40, verbose_name='period')),
                ('period_en', models.CharField(blank=True, max_length=60, verbose_name='period in English')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='policies.clause', verbose_name='clause')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'ordering': ['clause', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('comparison__in', ['between', 'rise']), _negated=True), ('number__isnull', False), ('upper', None)), models.Q(('comparison', 'between'), ('number__isnull', False), ('upper__gt', models.F('number'))), models.Q(('comparison', 'rise'), ('number', None), ('upper', None)), _connector='OR'), name='target_figures_fit', violation_error_message='A range needs two numbers, the smaller first; “rise” has none; any other comparison has one.')],
            },
        ),
        migrations.CreateModel(
            name='FindableClause',
            fields=[
                ('title_terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), verbose_name='terms of its titles')),
                ('heading_terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), verbose_name='terms of its headings')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), verbose_name='terms of all its texts')),
                ('clause', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='findable', serialize=False, to='policies.clause', verbose_name='clause')),
            ],
            options={
                'verbose_name': 'search terms of a clause',
                'verbose_name_plural': 'search terms of clauses',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['title_terms'], name='clause_titles'), django.contrib.postgres.indexes.GinIndex(fields=['heading_terms'], name='clause_headings'), django.contrib.postgres.indexes.GinIndex(fields=['terms'], name='clause_terms')],
            },
        ),
        migrations.CreateModel(
            name='MeasureFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comparison', models.CharField(choices=[('eq', '='), ('ge', '≥'), ('gt', '>'), ('le', '≤'), ('about', '≈'), ('between', '–'), ('rise', '↑')], default='eq', max_length=8, verbose_name='comparison')),
                ('number', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='number')),
                ('upper', models.DecimalField(blank=True, decimal_places=2, help_text='Of a range.', max_digits=18, null=True, verbose_name='upper number')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('unit_en', models.CharField(blank=True, max_length=40, verbose_name='unit in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('role', models.CharField(choices=[('amount', 'Amount'), ('quantity', 'Quantity'), ('duration', 'Duration')], max_length=10, verbose_name='what it counts')),
                ('what', models.CharField(blank=True, max_length=120, verbose_name='of what')),
                ('what_en', models.CharField(blank=True, max_length=200, verbose_name='of what, in English')),
                ('basis', models.CharField(choices=[('stated', 'Stated'), ('inferred', 'Inferred'), ('not_stated', 'Not stated')], default='stated', max_length=12, verbose_name='basis')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='policies.measure', verbose_name='measure')),
            ],
            options={
                'verbose_name': 'figure of a measure',
                'verbose_name_plural': 'figures of measures',
                'ordering': ['measure', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('measure', 'position'), name='measure_figure_position_once'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('comparison__in', ['between', 'rise']), _negated=True), ('number__isnull', False), ('upper', None)), models.Q(('comparison', 'between'), ('number__isnull', False), ('upper__gt', models.F('number'))), models.Q(('comparison', 'rise'), ('number', None), ('upper', None)), _connector='OR'), name='measure_figure_fits', violation_error_message='A range needs two numbers, the smaller first; “rise” has none; any other comparison has one.')],
            },
        ),
    ]
