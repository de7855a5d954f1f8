from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What lies with one case officer, found without reading the rest."""

    atomic = False
    dependencies = [('intake', '0005_workbench_index')]

    operations = [
        AddIndexConcurrently(
            model_name='application',
            index=models.Index(condition=models.Q(('handler__isnull', False)), fields=['handler', 'id'], name='application_of_handler'),
        ),
    ]
