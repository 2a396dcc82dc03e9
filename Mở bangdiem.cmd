@rem For Explorer. A double click sets the program up the first time and leaves a prompt open in its folder; files
@rem that are dropped on it are checked.
@title bangdiem
@cd /d "%~dp0"
@set "PYTHONUTF8=1"
@py scripts\set_up.py && if "%~1"=="" (call bangdiem.cmd --help) else (call bangdiem.cmd check %*)
@cmd /k
