"""Pages of learning rounds: setting one up, pilot activities, the results chain."""
