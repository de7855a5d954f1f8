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
        ('organizations', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='form', to='catalog.program', verbose_name='program')),
            ],
            options={
                'verbose_name': 'form',
                'verbose_name_plural': 'forms',
            },
        ),
        migrations.CreateModel(
            name='LibraryQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('words', models.CharField(blank=True, help_text='Other words for it, with spaces between.', max_length=200, verbose_name='also found by')),
                ('content', models.JSONField(verbose_name='content')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'question of the library',
                'verbose_name_plural': 'question library',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ExportColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('heading', models.CharField(max_length=80, verbose_name='heading')),
                ('heading_en', models.CharField(blank=True, max_length=120, verbose_name='heading in English')),
                ('expression', models.TextField(verbose_name='shows')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='export_columns', to='forms.form', verbose_name='form')),
            ],
            options={
                'verbose_name': 'column of exports',
                'verbose_name_plural': 'columns of exports',
                'ordering': ['form', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('schema', models.JSONField(verbose_name='what is asked')),
                ('screen', models.JSONField(verbose_name='how it looks')),
                ('logic', models.JSONField(db_default={}, default=dict, verbose_name='what is computed')),
                ('exports', models.JSONField(db_default=[], default=list, verbose_name='how it is exported')),
                ('published_at', models.DateTimeField(auto_now_add=True, verbose_name='published at')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='forms.form', verbose_name='form')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
            ],
            options={
                'verbose_name': 'form version',
                'verbose_name_plural': 'form versions',
                'ordering': ['form', '-number'],
                'constraints': [models.UniqueConstraint(fields=('form', 'number'), name='form_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('key', models.SlugField(max_length=40, verbose_name='key')),
                ('title', models.CharField(max_length=60, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=100, verbose_name='title in English')),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='introduction')),
                ('intro_en', models.CharField(blank=True, max_length=400, verbose_name='introduction in English')),
                ('sealed', models.BooleanField(db_default=False, default=False, help_text='Where the round asks for a seal: this part is printed as a page of its own for it.', verbose_name='sealed')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='forms.form', verbose_name='form')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['form', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('form', 'key'), name='section_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frozen', models.JSONField(verbose_name='the form as it stood')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('files', models.JSONField(default=dict, verbose_name='files')),
                ('begun_at', models.DateTimeField(auto_now_add=True, verbose_name='begun at')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trials', to='forms.form', verbose_name='form')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization', verbose_name='with the file of')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'trial of a form',
                'verbose_name_plural': 'trials of forms',
                'constraints': [models.UniqueConstraint(fields=('form', 'user'), name='trial_once')],
            },
        ),
        migrations.CreateModel(
            name='RoundForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pinned_form', to='catalog.round', verbose_name='round')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='round_pins', to='forms.formversion', verbose_name='form version')),
            ],
            options={
                'verbose_name': 'pinned form',
                'verbose_name_plural': 'pinned forms',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('key', models.SlugField(help_text='Unique in the form; lower case with underscores.', max_length=40, verbose_name='key')),
                ('kind', models.CharField(choices=[('short_text', 'Short text'), ('long_text', 'Long text'), ('integer', 'Whole number'), ('decimal', 'Decimal number'), ('money', 'Money'), ('date', 'Date'), ('yes_no', 'Yes or no'), ('one_of', 'One of'), ('many_of', 'Many of'), ('id_number', 'Identity number'), ('file', 'File'), ('file_list', 'Files per item'), ('region', 'Region'), ('credit_code', 'Credit code'), ('bank_number', 'Bank account number'), ('declaration', 'Declaration to be ticked'), ('pick', 'Choice from program data'), ('computed', 'Computed figure'), ('address', 'Address'), ('bank_account', 'Bank account'), ('person', 'Person'), ('date_range', 'Date range'), ('table', 'Table'), ('group', 'Repeating group'), ('milestones', 'Milestones'), ('team', 'Team'), ('indicators', 'Indicators'), ('budget', 'Budget'), ('matrix', 'Matrix')], max_length=12, verbose_name='kind')),
                ('label', models.CharField(max_length=120, verbose_name='question')),
                ('label_en', models.CharField(blank=True, max_length=200, verbose_name='question in English')),
                ('help', models.CharField(blank=True, max_length=300, verbose_name='help')),
                ('help_en', models.CharField(blank=True, max_length=400, verbose_name='help in English')),
                ('required', models.BooleanField(default=True, verbose_name='required')),
                ('minimum', models.DecimalField(blank=True, decimal_places=2, help_text='Characters, value (money in yuan) or number of choices or files.', max_digits=16, null=True, verbose_name='minimum')),
                ('maximum', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='maximum')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('unit_en', models.CharField(blank=True, max_length=30, verbose_name='unit in English')),
                ('money_unit', models.CharField(blank=True, choices=[('yuan', 'yuan'), ('wan', '10,000 yuan')], max_length=4, verbose_name='money is asked in')),
                ('is_amount', models.BooleanField(default=False, help_text='At most one money question of a form.', verbose_name='is the amount applied for')),
                ('fact', models.CharField(blank=True, db_default='', default='', help_text='Applicants find it filled in, and can keep a new answer in their file.', max_length=40, verbose_name="is in the organization's file")),
                ('source', models.CharField(blank=True, db_default='', default='', help_text='Which program data a choice offers.', max_length=40, verbose_name='choices come from')),
                ('total', models.BooleanField(db_default=False, default=False, help_text='For a column of numbers or money.', verbose_name='the sum is shown')),
                ('formula', models.TextField(blank=True, db_default='', default='', help_text='How a computed figure follows from the answers.', verbose_name='formula')),
                ('shown_when', models.TextField(blank=True, db_default='', default='', help_text='A condition on the answers; empty: always shown.', verbose_name='shown when')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause', verbose_name='source clause')),
                ('parent', models.ForeignKey(blank=True, help_text='A column of a table or a field of a person; empty for a question of its own.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='forms.question', verbose_name='part of')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='forms.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['section', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('section', 'parent', 'key'), name='question_part_key_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'money'), ('money_unit__in', ['yuan', 'wan'])), models.Q(models.Q(('kind', 'money'), _negated=True), ('money_unit', '')), _connector='OR'), name='question_money_has_unit', violation_error_message='A money question says whether it asks in yuan or 10,000 yuan.')],
            },
        ),
        migrations.CreateModel(
            name='TrialFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=81, verbose_name='question')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='file')),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='forms.trial', verbose_name='trial of a form')),
            ],
            options={
                'verbose_name': 'file of a trial',
                'verbose_name_plural': 'files of trials',
                'ordering': ['question', 'id'],
                'constraints': [models.UniqueConstraint(fields=('trial', 'question', 'file'), name='trial_file_once')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('value', models.SlugField(max_length=40, verbose_name='value')),
                ('label', models.CharField(max_length=120, verbose_name='words')),
                ('label_en', models.CharField(blank=True, max_length=160, verbose_name='words in English')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='forms.question', verbose_name='question')),
            ],
            options={
                'verbose_name': 'choice',
                'verbose_name_plural': 'choices',
                'ordering': ['question', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('question', 'value'), name='choice_value_once')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('key', models.SlugField(max_length=40, verbose_name='key')),
                ('expression', models.TextField(verbose_name='has to hold')),
                ('message', models.CharField(max_length=300, verbose_name='sentence')),
                ('message_en', models.CharField(blank=True, max_length=400, verbose_name='sentence in English')),
                ('severity', models.CharField(choices=[('error', 'Stops the submission'), ('warning', 'Only a notice')], default='error', max_length=8, verbose_name='when it does not hold')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='forms.form', verbose_name='form')),
                ('question', models.ForeignKey(blank=True, help_text='Empty: at the first question that the rule names.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forms.question', verbose_name='is told at')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['form', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('form', 'key'), name='form_rule_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(choices=[('shown_when', 'condition'), ('formula', 'formula'), ('rule', 'rule'), ('export', 'column of exports'), ('score', 'score')], max_length=10, verbose_name='used by')),
                ('other', models.CharField(blank=True, max_length=80, verbose_name='elsewhere')),
                ('text', models.TextField(verbose_name='expression')),
                ('asking', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forms.question', verbose_name='written on')),
                ('column', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forms.exportcolumn', verbose_name='column of exports')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forms.form', verbose_name='form')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='references', to='forms.question', verbose_name='question')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forms.rule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'use of a question',
                'verbose_name_plural': 'uses of questions',
                'ordering': ['form', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asking__isnull', False), ('by__in', ['shown_when', 'formula']), ('column', None), ('rule', None)), models.Q(('asking', None), ('by', 'rule'), ('column', None), ('rule__isnull', False)), models.Q(('asking', None), ('by', 'export'), ('column__isnull', False), ('rule', None)), models.Q(('asking', None), ('by', 'score'), ('column', None), ('rule', None), models.Q(('other', ''), _negated=True)), _connector='OR'), name='reference_by_one_thing')],
            },
        ),
    ]
