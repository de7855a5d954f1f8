import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(help_text='As people type it: 高企.', max_length=60, unique=True, verbose_name='word')),
                ('others', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), help_text='One on each line, Chinese or English: 高新技术企业.', verbose_name='means the same as')),
            ],
            options={
                'verbose_name': 'synonym',
                'verbose_name_plural': 'synonyms',
                'ordering': ['word'],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('term', models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name='term')),
            ],
            options={
                'verbose_name': 'word of the texts',
                'verbose_name_plural': 'words of the texts',
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('term'), name='gin_trgm_ops'), name='word_like')],
            },
        ),
    ]
