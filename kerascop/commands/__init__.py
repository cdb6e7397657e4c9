"""What the commands do between the command line and the stages: the only place that knows all."""
