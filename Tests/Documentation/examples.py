"""Checks Core/Documentation/examples and the service of the package by the programs that they are for.

    python3 Tests/Documentation/examples.py [BIN]

With BIN, the folder of the built server, nginx also passes requests on to a server.
"""

import grp
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Demo"))

from ports import free_port  # noqa: E402

EXAMPLES = ROOT / "Core/Documentation/examples"
UNIT = ROOT / "Core/Distribution/millrace.service"
# What systemd makes of the unit, from 0 (nothing is exposed) to 10.
MOST_EXPOSURE = 1.5
problems = []


def check(name, *command, cwd=None, fails=r"^$"):
    """Runs a command; its status is 0, and no line of its output matches `fails`."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=120)
    output = done.stdout + done.stderr
    bad = done.returncode != 0 or any(re.search(fails, line) for line in output.splitlines() if line)
    print(f"{'FAILED' if bad else 'passed'}  {name}")
    if bad:
        problems.append(f"{name}: {output}")
    return output


def nginx(folder, ports):
    """The example with certificates of its own, at free ports."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=millrace.example.com", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject]
    subprocess.run(command, check=True, capture_output=True)
    text = (EXAMPLES / "nginx.conf").read_text()
    text = re.sub(r"/etc/ssl/private/\S+(?=;)", str(key), re.sub(r"/etc/ssl/[a-z.]+\.pem", str(certificate), text))
    for port, other in ports.items():
        text = text.replace(port, other)
    (folder / "example.conf").write_text(text)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    main = folder / "nginx.conf"
    main.write_text(
        f"pid {folder}/pid; error_log {folder}/nginx.log; events {{}} http {{ access_log off; {temporary} include {folder}/example.conf; }}"
    )
    return main


def curl(port, path):
    address = f"https://millrace.example.com:{port}{path}"
    command = ["curl", "-sk", "-o", "-", "-w", "\n%{http_code}", "--resolve", f"millrace.example.com:{port}:127.0.0.1", address]
    body, _, status = subprocess.run(command, capture_output=True, text=True).stdout.rpartition("\n")
    return int(status), body


def passes_on(built):
    """Requests through nginx reach a server; its metrics stay inside."""
    with tempfile.TemporaryDirectory() as name:
        folder, (tls, plain, port, functions) = pathlib.Path(name), [str(free_port()) for _ in range(4)]
        ports = {"listen 443": f"listen 127.0.0.1:{tls}", "listen 80": f"listen 127.0.0.1:{plain}"}
        ports |= {"127.0.0.1:8787": f"127.0.0.1:{port}", "127.0.0.2:8788": f"127.0.0.2:{functions}"}
        flags = ["--public-url", "https://millrace.example.com", "--trusted-proxies", "1", "--log-level", "warning"]
        serve = [built / "millrace", "serve", "--data", folder / "data", "--port", port, f"--local-port={functions}", *flags]
        server = subprocess.Popen([str(part) for part in serve], stdout=subprocess.DEVNULL)
        proxy = subprocess.Popen(["nginx", "-c", str(nginx(folder, ports)), "-g", "daemon off;"])
        try:
            for _ in range(1800):
                if curl(tls, "/api/ready")[0] == 200:
                    break
                time.sleep(0.1)
            results = {path: curl(tls, path)[0] for path in ["/api/ready", "/metrics", "/api/workflows"]}
            expected = {"/api/ready": 200, "/metrics": 404, "/api/workflows": 401}
            print(f"{'passed' if results == expected else 'FAILED'}  nginx before a server")
            if results != expected:
                problems.append(f"nginx before a server: {results}")
        finally:
            for process in [proxy, server]:
                process.terminate()
                process.wait()


def rotate(folder):
    """A log of the test's own is copied and emptied; the process that writes it keeps its file."""
    logs = folder / "logs"
    logs.mkdir(mode=0o755)
    user = f"{pwd.getpwuid(os.getuid()).pw_name} {grp.getgrgid(os.getgid()).gr_name}"
    text = (EXAMPLES / "logrotate.conf").read_text().replace("/var/log/millrace", str(logs))
    (folder / "logrotate.conf").write_text(text.replace("su millrace millrace", f"su {user}"))
    (folder / "logrotate.conf").chmod(0o644)
    with open(logs / "millrace.log", "ab", 0) as log:
        log.write(b"before\n")
        check("logrotate", "logrotate", "-f", "-s", folder / "state", folder / "logrotate.conf", fails=r"^error")
        log.write(b"after\n")
    found = [(logs / name).read_bytes() for name in ["millrace.log.1", "millrace.log"] if (logs / name).exists()]
    if found != [b"before\n", b"after\n"]:
        problems.append(f"The log was not rotated: {found}")


def unit(folder):
    """The service, with a program that is here in the place of the package's."""
    text = UNIT.read_text().replace("/usr/bin/millrace", shutil.which("true"))
    (folder / "millrace.service").write_text(text)
    check("systemd unit", "systemd-analyze", "verify", folder / "millrace.service", fails=r"millrace\.service:\d+:")
    output = check("its exposure", "systemd-analyze", "security", "--offline=true", folder / "millrace.service")
    found = re.search(r"exposure level for millrace.service: ([\d.]+)", output)
    if found is None or float(found[1]) > MOST_EXPOSURE:
        problems.append(f"The exposure is above {MOST_EXPOSURE}: {output}")
    override = folder / "millrace.service.d"
    override.mkdir()
    shutil.copy(EXAMPLES / "credentials.conf", override)
    check("credentials", "systemd-analyze", "verify", folder / "millrace.service", fails=r"(millrace\.service|credentials\.conf):\d+:")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    check("Prometheus rules", "promtool", "check", "rules", EXAMPLES / "prometheus-rules.yml")
    check("what they alert on", "promtool", "test", "rules", "prometheus-rules.test.yml", cwd=EXAMPLES)
    check("Caddyfile", "caddy", "validate", "--adapter", "caddyfile", "--config", EXAMPLES / "Caddyfile")
    check("nginx", "nginx", "-t", "-c", nginx(folder, {}))
    rotate(folder)
    unit(folder)
if len(sys.argv) > 1:
    passes_on(pathlib.Path(sys.argv[1]).resolve())
print("\n".join(problems))
sys.exit(1 if problems else 0)
