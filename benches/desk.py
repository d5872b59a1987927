#!/usr/bin/env python3
"""How long the desk takes with 300 units: python3 benches/desk.py [BINARY] [UNITS].

Makes the units of the samples' forms, each under a name of its own, opens the desk over them twice (files that are new,
then files that are known), and prints how long the first page, a unit's page and an action take: the median of several.
What is wanted with 300 units: 1000 ms, 200 ms, 100 ms.
"""
import http.client, io, os, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.parse, zipfile

BINARY = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/release/huibiao")
UNITS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
SAMPLES = {"化学工程学院.docx": "化学工程学院", "医学院_调查表.docx": "医学院", "材料学院.docx": "材料学院", "外国语学院.docx": "外国语学院"}


def renamed(data, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as z, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as w:
        for i in z.infolist():
            b = z.read(i)
            if i.filename == "word/document.xml":
                b = b.replace(old.encode(), new.encode())
            w.writestr(i.filename, b)
    return out.getvalue()


class Desk:
    def __init__(self, folder, home):
        env = dict(os.environ, HOME=home)
        env.pop("XDG_CONFIG_HOME", None)
        self.begun = time.time()
        self.p = subprocess.Popen([BINARY, "--lang", "zh", "desk", folder, "--no-browser"], stdout=subprocess.PIPE, text=True, env=env)
        u = urllib.parse.urlsplit(self.p.stdout.readline().strip())
        self.host, self.token = u.netloc, u.query.split("=", 1)[1]
        self.sid = None
        self.sid = self.ask("GET", "/?token=" + self.token)[1].split("/")[-1]

    def ask(self, method, path, body=None):
        c = http.client.HTTPConnection(self.host, timeout=600)
        head = {"Cookie": "huibiao-%s=%s" % (self.host.split(":")[1], self.token)}
        if method == "POST":
            head |= {"Origin": "http://" + self.host, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
        at = time.time()
        c.request(method, path, body, head)
        r = c.getresponse()
        text = r.read().decode()
        took = 1000 * (time.time() - at)
        return took, r.getheader("Location") or text, r.status

    def until_read(self):
        while True:
            page = self.ask("GET", "/s/" + self.sid)[1]
            if len(re.findall(r'<th scope="row"><a', page)) == UNITS:
                return time.time() - self.begun
            time.sleep(0.2)


def main():
    top = tempfile.mkdtemp()
    try:
        folder = os.path.join(top, "收回")
        os.mkdir(folder)
        given = [(open(os.path.join("samples/returned", f), "rb").read(), n) for f, n in SAMPLES.items()]
        for i in range(UNITS):
            data, name = given[i % len(given)]
            new = f"第{i + 1}研究所"
            open(os.path.join(folder, new + ".docx"), "wb").write(renamed(data, name, new))
        for what in ["new files", "known files"]:
            desk = Desk(folder, top)
            print(f"{UNITS} units, {what}: read after {desk.until_read():.1f} s")
            page = desk.ask("GET", "/s/" + desk.sid)[1]
            units = re.findall(r'<th scope="row"><a href="([^"]+)', page)
            first = [desk.ask("GET", "/s/" + desk.sid)[0] for _ in range(5)]
            print(f"  overview {statistics.median(first):.0f} ms")
            print(f"  a unit's page {statistics.median(desk.ask('GET', u)[0] for u in units[:20]):.0f} ms")
            print(f"  its paper {statistics.median(desk.ask('GET', u + '/paper/0')[0] for u in units[:10]):.0f} ms")
            acts = []
            for u in units:
                text = desk.ask("GET", u)[1]
                m = re.search(r'<form class="explain".*?</form>', text, re.S)
                if not m or len(acts) == 10:
                    continue
                fields = dict(re.findall(r'name="(path|rule|was)" value="([^"]*)"', m.group(0)))
                took, _, status = desk.ask("POST", u + "/explain", urllib.parse.urlencode(fields | {"why": "已核实"}))
                if status == 200:
                    acts.append(took)
            print(f"  an action {statistics.median(acts) if acts else float('nan'):.0f} ms ({len(acts)})")
            desk.p.kill()
            desk.p.wait()
    finally:
        shutil.rmtree(top, ignore_errors=True)


main()
