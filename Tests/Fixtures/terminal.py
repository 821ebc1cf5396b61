"""Runs a program at a terminal: python3 terminal.py COLUMNS PROMPT ANSWER PROGRAM [ARGUMENT …]

When the program has printed PROMPT it is sent ANSWER and the end of the line. What the terminal shows is printed, and the
exit status is the program's.
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, prompt, answer, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, int(columns), 0, 0))
    os.environ["TERM"] = "xterm"
    os.execvp(command[0], command)
shown, isAnswered = b"", not prompt
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    shown += data
    if not isAnswered and prompt.encode() in shown:
        isAnswered = True
        os.write(terminal, answer.encode() + b"\n")
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
