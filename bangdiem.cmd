@rem Python is told where the program lies, instead of by a note among its packages: Python 3.11 reads such a
@rem note in the code page of Windows, and does not start when the path has Vietnamese letters.
@setlocal
@set "PYTHONPATH=%~dp0"
@set "PYTHONUTF8=1"
@"%~dp0.venv\Scripts\python.exe" -m pipelines %*
