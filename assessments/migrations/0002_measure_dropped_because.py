from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="dropped_because",
            field=models.TextField(blank=True, max_length=20000),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("dropped_because", ""), ("state", "dropped"), _connector="OR"),
                name="measure_reason_only_when_dropped",
                violation_error_message="Only a next action that was dropped has a reason for that.",
            ),
        ),
    ]
