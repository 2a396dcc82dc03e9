"""The commands of `bangdiem`, one module each, imported only when that command runs."""
