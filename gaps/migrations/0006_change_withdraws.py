from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gaps", "0005_outlook")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="withdraws",
            field=models.BooleanField(
                db_default=False,
                help_text="A record left this audience: what rests on it is withheld.",
            ),
        ),
    ]
