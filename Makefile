# `make demo` and `make test` do their own set-up; everything else is for development.

# Without debug information a third of a build is not written, and not read by each of the servers that tests start;
# DEBUG_INFO=dwarf is for a debugger. C is optimized: without it the hashes of passwords, of which tests
# make some thousand, are most of what the tests of the API compute.
DEBUG_INFO = none
RELEASE_FLAGS = -j 2
SWIFT_FLAGS = $(RELEASE_FLAGS) -debug-info-format $(DEBUG_INFO) -Xcc -O2
# What `make build` makes: the server, and the plugins that it loads by itself.
PRODUCTS = millrace MillracePluginCloudflare MillracePluginLocal MillracePluginPostgreSQL
# Of the folders in Plugins/Nodes: what the demo installs.
DEMO_NODES = Slack Stripe
# Suites that start no server, no Deno and no esbuild.
FAST = ^(Forms|IR|JSON|Prometheus|Storage|Values)Tests\.
# What of the API's tests runs on PostgreSQL each time, in about a minute: SQL of every kind.
POSTGRESQL = ^StorageTests\.|^APITests\.(ConditionalRequest|Deploy|Idempotency|ListFilter|NullCharacter|Project|RunControl|RunDeletion|RunJob|Search|Session|Transfer|TwoOrganizations|Variable|Version|Workflow)
TOOLS = .build/tools
DENO_VERSION = 2.9.8
DENO = $(CURDIR)/$(TOOLS)/bin/deno
# In folders of their own: each brings many packages.
SCHEMATHESIS = $(TOOLS)/schemathesis
CLIENT = $(TOOLS)/cloudflare
GENERATOR = $(TOOLS)/generator
MARKDOWN = $(TOOLS)/markdown
# The tests' browser driver, and the rules of accessibility.
PLAYWRIGHT = $(TOOLS)/playwright
# What a plugin's author sees: PluginKit, and what it exports.
DOCUMENTED = PluginKit NodeKit PluginMessages NodeMessages Values Definitions JSON
# npm comes with some builds of Node.js: a program of a package's name is as good as the package.
PACKAGES = libsqlite3-dev zlib1g-dev libpcre2-dev libpq-dev esbuild npm python3 python3-pip curl jq groff-base \
	$(CONSOLE_PACKAGES)
EXAMPLE_PACKAGES = nginx-light caddy prometheus logrotate systemd openssl
# The libraries of the console, and what checks its types.
CONSOLE_PACKAGES = node-react node-react-dom node-d3-zoom node-d3-drag node-d3-selection node-dagre-layout \
	libjs-codemirror node-typescript
# What goes into deployed programs.
TYPESCRIPT = $(wildcard Tests/Client/*.ts Core/NodeLibrary/Library/*.ts Plugins/Local/Runtime/Shim/*.ts Plugins/Nodes/*/template.ts Plugins/Nodes/*/*/template.ts)
CONSOLE_SOURCES = $(shell find Core/Console Tests/Console/unit -name '*.ts' ! -name types.ts -o -name '*.tsx' -o -name '*.css')
BIN = .build/debug
CONSOLE = .build/console
# What the types of the console's requests are generated from; OPENAPI=FILE takes another server's document.
OPENAPI = .build/openapi.json
REGISTRY = registry/dist
# Made when it is not there, and kept: who installs from a registry trusts one key.
KEY = .build/registry.key
# Of a release: the version is written in one place, and the commit comes from git, or from the archive that git made.
VERSION = $(shell sed -n 's/.*static let version = "\(.*\)"/\1/p' Core/Values/MillraceRelease.swift)
COMMIT = $(shell git rev-parse --short=12 HEAD 2>/dev/null || sed -n 's/^\([0-9a-f]\{12\}\).*/\1/p' Core/BuildCommit/archive.txt)
ARCH = $(shell uname -m)
# What the release is made of; another configuration tries its parts sooner.
CONFIGURATION = release
RELEASE = .build/dist
RELEASE_BIN = .build/$(CONFIGURATION)

export MILLRACE_LOCAL_DENO = $(DENO)
# Libraries of nodes are made small in release builds.
export MILLRACE_SMALL_NODES = 1
# SwiftPM keeps what Package.swift comes to by its text and environment: with this a new node or page is seen.
export LISTED_FILES = $(sort $(wildcard Plugins/Nodes/*/template.ts Plugins/Nodes/*/*/template.ts Core/Documentation/*.md))
# All tests at once on a few cores would make each of them as slow as all together, and time-outs a matter of luck.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH = 4
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: demo check test test-postgresql docs documentation manual fuzz stress build build-all build-tests release bench registry node-table server console test-console screenshots deps test-deps packages mutants lint format clean dist deb release-parts test-dist test-examples run-client run-fuzz run-storage run-servers run-examples run-console

## Builds the server and a registry of the demo's nodes, and runs the main job on the embedded default; KEEP=1 leaves the
## server running, for its console; STORAGE=postgresql keeps everything in a PostgreSQL server of the demo's own.
demo: PRODUCTS += $(DEMO_NODES:%=MillraceNode%)
demo: build $(KEY)
	@rm -rf .build/demo && mkdir -p .build/demo/nodes
	@ln -s $(DEMO_NODES:%=$(CURDIR)/$(BIN)/libMillraceNode%.so) .build/demo/nodes
	$(BIN)/millrace registry build .build/demo/nodes --output .build/demo/registry --key $(KEY)
	$(if $(filter postgresql,$(STORAGE)),@$(MAKE) --no-print-directory packages PACKAGES=postgresql)
	$(if $(filter postgresql,$(STORAGE)),python3 Tests/PostgreSQL/cluster.py) \
		python3 Tests/Demo/demo.py $(BIN)/millrace .build/demo/registry $$($(BIN)/millrace registry public-key $(KEY)) $(STORAGE)

## Runs the suites that start no other program: some seconds after the build.
check: build-tests
	Tests/Summary/run.sh swift test $(SWIFT_FLAGS) --skip-build --filter '$(FAST)'

## Runs every test, the fast ones first. A run that hangs is ended after 45 minutes, three times what it takes, and its
## last lines name the tests that have not ended. The parts at the end mostly wait for servers of their own: two run at a
## time, and what each prints is shown when it ends.
test: check documentation test-deps
	Tests/Summary/run.sh timeout --kill-after=30 2700 swift test $(SWIFT_FLAGS) --skip-build --skip '$(FAST)'
	@$(MAKE) --no-print-directory packages PACKAGES="postgresql chromium $(EXAMPLE_PACKAGES)"
	@$(MAKE) --no-print-directory run-storage ONLY='$(POSTGRESQL)'
	@$(MAKE) --no-print-directory console
	@$(MAKE) --no-print-directory --jobs 2 --output-sync --keep-going $(PARTS)
	@echo "Parts after the Swift suites: $(words $(PARTS)) passed, 0 failed"

PARTS = run-console run-servers run-fuzz run-client run-examples

run-client:
	timeout --kill-after=30 600 python3 Tests/Client/client.py $(BIN) $(GENERATOR)

run-fuzz:
	timeout --kill-after=30 1800 python3 Tests/Fuzz/fuzz.py $(BIN) $(SCHEMATHESIS)

run-storage:
	MILLRACE_TEST_STORAGE=postgresql Tests/Summary/run.sh timeout --kill-after=30 1500 python3 Tests/PostgreSQL/cluster.py \
		swift test $(SWIFT_FLAGS) --skip-build --filter '$(or $(ONLY),^(Storage|API|Platform)Tests\.)'

run-servers:
	timeout --kill-after=30 600 python3 Tests/PostgreSQL/test_server.py $(BIN)
	timeout --kill-after=30 900 python3 Tests/PostgreSQL/test_servers.py $(BIN)
	timeout --kill-after=30 900 python3 Tests/PostgreSQL/test_deployments.py $(BIN)
	timeout --kill-after=30 900 python3 Tests/PostgreSQL/test_faults.py $(BIN)
	timeout --kill-after=30 900 python3 Tests/PostgreSQL/test_steps.py $(BIN)
	timeout --kill-after=30 900 python3 Tests/PostgreSQL/test_attacks.py $(BIN)

run-examples:
	timeout --kill-after=30 600 python3 Tests/Documentation/examples.py $(BIN)

run-console:
	$(DENO) test --quiet --no-check --unstable-sloppy-imports --allow-read=. --allow-env=MILLRACE_SEED Tests/Console/unit
	PYTHONPATH=$(PLAYWRIGHT) Tests/Summary/run.sh timeout --kill-after=30 1500 python3 Tests/Console/run.py $(BIN) $(CONSOLE) $(ONLY)

## Tests that depend on the database, on PostgreSQL: the storage's own, and ONLY=REGEX or the whole of the API's. A server is
## started for them in a scratch folder.
test-postgresql: build-tests
	@$(MAKE) --no-print-directory packages PACKAGES=postgresql
	@$(MAKE) --no-print-directory run-storage run-servers

## Tests of the console: its logic in Deno, and its screens in Chromium with a server of their own. ONLY=test_runs runs
## one file, ONLY=test_runs.RunTests.test_… one test.
test-console: build $(PLAYWRIGHT)/installed
	@$(MAKE) --no-print-directory packages PACKAGES=chromium
	@$(MAKE) --no-print-directory run-console

## Pictures of the console's screens in both themes, in .build/screenshots; ONLY=run makes those of one screen.
screenshots: build $(PLAYWRIGHT)/installed
	@$(MAKE) --no-print-directory packages PACKAGES=chromium
	PYTHONPATH=$(PLAYWRIGHT) python3 Tests/Console/screenshots.py $(BIN) $(CONSOLE) .build/screenshots $(ONLY)

## The pages of Core/Documentation as HTML, which the server shows at /docs/pages, and the reference of PluginKit by DocC,
## which it shows at /docs/plugin-kit. The symbols come from the modules that are built: nothing is compiled for it.
docs: build $(MARKDOWN)/installed
	PYTHONPATH=$(MARKDOWN) python3 Core/Documentation/render.py $(BIN)/docs
	@rm -rf .build/symbols $(BIN)/docs/plugin-kit && mkdir -p .build/symbols
	@for module in $(DOCUMENTED); do swift-symbolgraph-extract -module-name $$module -I $(BIN)/Modules \
		-Xcc -fmodule-map-file=$(BIN)/PluginABI.build/module.modulemap -minimum-access-level public \
		-target "$$(swift -print-target-info | jq -r .target.unversionedTriple)" -output-dir .build/symbols || exit; done
	docc convert --additional-symbol-graph-dir .build/symbols --output-path $(BIN)/docs/plugin-kit \
		--fallback-display-name Millrace --fallback-bundle-identifier millrace.PluginKit \
		--transform-for-static-hosting --hosting-base-path docs/plugin-kit --diagnostic-level error

## Man pages of all commands, in .build/man/man1, and completions for bash, zsh and fish, in .build/completions.
manual: server
	python3 Core/Documentation/man.py $(BIN)/millrace .build/man/man1
	@mkdir -p .build/completions
	$(BIN)/millrace --generate-completion-script bash > .build/completions/millrace
	$(BIN)/millrace --generate-completion-script zsh > .build/completions/_millrace
	$(BIN)/millrace --generate-completion-script fish > .build/completions/millrace.fish

## Runs the commands and documents of README.md and Core/Documentation, and checks links between pages.
documentation: registry
	@$(MAKE) --no-print-directory packages PACKAGES=postgresql
	python3 Tests/Documentation/run.py $(BIN) $(REGISTRY) $(KEY)

## Holds a server to its OpenAPI description with more requests, other ones each time; SEED=N repeats a run, and
## STORAGE=postgresql has it on PostgreSQL.
fuzz: build-all test-deps
	$(if $(filter postgresql,$(STORAGE)),@$(MAKE) --no-print-directory packages PACKAGES=postgresql)
	$(if $(filter postgresql,$(STORAGE)),python3 Tests/PostgreSQL/cluster.py) \
		python3 Tests/Fuzz/fuzz.py $(BIN) $(SCHEMATHESIS) --examples 200 --seed $(or $(SEED),$(shell date +%s))

## The tests that kill the server 200 times and run 10,000 runs; the server under load for
## SOAK_MINUTES minutes (30); a hundred leaders of three servers killed. Some 60 minutes in all. MILLRACE_SEED=N repeats one
## of the first, SEED=N the last.
stress: build-tests
	MILLRACE_STRESS=1 swift test $(SWIFT_FLAGS) --skip-build --filter 'KillTests|ManyTests|SoakTests|LargeStateTests|DrainTests|FullDiskTests|ProtocolFuzzTests|ImpersonationTests|BadDocumentTests|DifferentialTests|ProgramCodecTests|SpellingTests'
	@$(MAKE) --no-print-directory packages PACKAGES=postgresql
	KILLS=100 timeout --kill-after=30 3600 python3 Tests/PostgreSQL/test_faults.py $(BIN) \
		FaultTests.test_killed_leaders_cost_no_acknowledged_write_and_double_none

## The debug build of the server with its plugins and its console, and of nothing else.
build: server console

server: deps
	@for product in $(PRODUCTS); do swift build $(SWIFT_FLAGS) --product $$product || exit; done

## The web console, in .build/console: types of its requests, type check, bundle.
console: packages $(OPENAPI)
	python3 Core/Console/generate.py $(OPENAPI) Core/Console/api/types.ts
	tsc -p Core/Console
	python3 Core/Console/build.py $(CONSOLE)

.build/openapi.json: server
	$(BIN)/millrace openapi > $@

## The debug build of everything but the tests: nodes, emulator, benchmarks, fixtures.
build-all: deps
	swift build $(SWIFT_FLAGS)

## The debug build of everything: tests run against the server, the nodes, the emulator and the fixtures.
build-tests: build-all
	swift build $(SWIFT_FLAGS) --build-tests

## The optimized build of the server and its plugins.
release: deps
	@for product in $(PRODUCTS); do \
		MILLRACE_COMMIT=$(COMMIT) swift build $(RELEASE_FLAGS) -c release --product $$product || exit; done

## The archive of a release, .build/dist/millrace-VERSION-linux-ARCH.tar.gz: it runs on Debian 12 and later, and on what is as
## new, without another package. KEY=FILE is the publisher's key; CONFIGURATION=debug packs a debug build.
dist: release-parts
	$(STAGE) $(RELEASE)/millrace-$(VERSION)-linux-$(ARCH)
	SOURCE_DATE_EPOCH=$(MOMENT) python3 Core/Distribution/archive.py $(RELEASE)/millrace-$(VERSION)-linux-$(ARCH) \
		$(RELEASE)/millrace-$(VERSION)-linux-$(ARCH).tar.gz
	@cd $(RELEASE) && sha256sum millrace-$(VERSION)-linux-$(ARCH).tar.gz | tee millrace-$(VERSION)-linux-$(ARCH).tar.gz.sha256

## The Debian package of a release, with a service of systemd: .build/dist/millrace_VERSION_ARCH.deb.
deb: release-parts
	$(STAGE) $(RELEASE)/deb --system-libraries
	SOURCE_DATE_EPOCH=$(MOMENT) python3 Core/Distribution/deb.py $(RELEASE)/deb \
		$(RELEASE)/millrace_$(VERSION)_$(DEBIAN_ARCH).deb --version $(VERSION) --arch $(DEBIAN_ARCH)

DEBIAN_ARCH = $(shell dpkg --print-architecture)
# Of the commit, so that a commit gives the same archive.
MOMENT = $(shell git log -1 --format=%ct 2>/dev/null || date +%s -r Core/Values/MillraceRelease.swift)
STAGE = SOURCE_DATE_EPOCH=$(MOMENT) python3 Core/Distribution/stage.py --bin $(RELEASE_BIN) --nodes $(RELEASE_BIN) --key $(KEY) \
	--console $(CONSOLE) --docs $(BIN)/docs --work $(RELEASE)/work --program $(DENO) --program $(shell command -v esbuild) \
	--licence deno $(TOOLS)/deno-$(DENO_VERSION).dist-info/licenses/LICENSE $(CONSOLE_PACKAGES:%=--console-package %)

release-parts: docs $(KEY)
	@$(MAKE) --no-print-directory packages PACKAGES="binutils patchelf"
	MILLRACE_COMMIT=$(COMMIT) swift build $(RELEASE_FLAGS) -c $(CONFIGURATION)

## Installs the archive and the package of `make dist` and `make deb` in a Debian 12 of its own, without a network, and runs
## the main job there, an upgrade with a run that waits, and a removal. As root.
test-dist:
	@$(MAKE) --no-print-directory packages PACKAGES="debootstrap podman runc"
	python3 Tests/Distribution/run.py $(RELEASE) .build/debian12 $(if $(filter release,$(CONFIGURATION)),40)
	python3 Tests/Distribution/container.py $(RELEASE) .build/debian12

## The examples of Core/Documentation/examples, by the programs that they are for.
test-examples:
	@$(MAKE) --no-print-directory packages PACKAGES="$(EXAMPLE_PACKAGES)"
	@$(MAKE) --no-print-directory run-examples

## What the README's claims on speed rest on; the release build and some 2 minutes. RUNS=10000000 also times the lists of a
## database with so many runs (16 GB of disk, some 15 minutes more).
bench: deps test-deps
	@$(MAKE) --no-print-directory packages PACKAGES=wrk
	swift build $(RELEASE_FLAGS) -c release
	.build/release/compiler-benchmark
	python3 Tests/Benchmarks/compile.py .build/release
	.build/release/local-benchmark
	clang -shared -fPIC -O2 -Wall -Werror -o .build/flush.so Tests/Benchmarks/Disk/flush.c
	FLUSH_MICROSECONDS=300 LD_PRELOAD=$(CURDIR)/.build/flush.so .build/release/local-benchmark steps
	python3 Tests/Benchmarks/runs.py .build/release
	python3 Tests/Benchmarks/waiting.py .build/release
	python3 Tests/Benchmarks/fairness.py .build/release
	python3 Tests/Benchmarks/plugins.py .build/release
	python3 Tests/Benchmarks/api.py .build/release --requests 1000000
	python3 Tests/Benchmarks/load.py .build/release
	@$(MAKE) --no-print-directory packages PACKAGES=postgresql
	python3 Tests/Benchmarks/storage.py .build/release
	$(if $(RUNS),python3 Tests/Benchmarks/many_runs.py .build/release --runs $(RUNS))
	python3 Tests/Benchmarks/cloudflare.py .build/release
	python3 Tests/Benchmarks/dev.py .build/release
	@$(MAKE) --no-print-directory console
	PYTHONPATH=$(PLAYWRIGHT) python3 Tests/Benchmarks/console.py .build/release $(CONSOLE)

## The registry of this package's nodes, in registry/dist, signed and verified; KEY=FILE is the publisher's key. A server of
## this checkout trusts .build/registry.pub for it.
registry: build-all $(KEY)
	$(BIN)/millrace registry build $(BIN) --output $(REGISTRY) --key $(KEY)
	$(BIN)/millrace registry public-key $(KEY) > .build/registry.pub
	$(BIN)/millrace registry verify $(REGISTRY) --trusted-key "$$(cat .build/registry.pub)"

$(KEY): | build
	$(BIN)/millrace registry keygen $(KEY)

## Updates the table of nodes in Plugins/Nodes/README.md from their definitions.
node-table: build-all
	@sed '/^| Node /,$$d' Plugins/Nodes/README.md > .build/nodes.md
	@$(BIN)/millrace registry table $(BIN) >> .build/nodes.md
	@mv .build/nodes.md Plugins/Nodes/README.md

## Installs what a server needs: Debian packages, and Deno into .build.
deps: packages $(DENO)

## Installs what tests need besides, into .build: schemathesis, Cloudflare's Python client, a validator and a generator of
## clients for OpenAPI, and Playwright.
test-deps: packages $(SCHEMATHESIS)/installed $(CLIENT)/installed $(GENERATOR)/installed $(PLAYWRIGHT)/installed

packages:
	@missing=""; for package in $(PACKAGES); do \
		dpkg -s $$package >/dev/null 2>&1 || command -v $$package >/dev/null || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
		sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		$$sudo apt-get update -q && \
		DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -q -y --no-install-recommends $$missing; fi

$(DENO): | packages
	python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
		--target $(TOOLS) deno==$(DENO_VERSION)

$(SCHEMATHESIS)/installed: Tests/Fuzz/requirements.txt
$(CLIENT)/installed: Tests/CloudflareEmulator/contract/requirements.txt
$(GENERATOR)/installed: Tests/Client/requirements.txt
$(PLAYWRIGHT)/installed: Tests/Console/requirements.txt
$(SCHEMATHESIS)/installed $(CLIENT)/installed $(GENERATOR)/installed $(PLAYWRIGHT)/installed: | packages
	python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --upgrade \
		--target $(@D) --requirement $<
	touch $@

$(MARKDOWN)/installed: | packages
	python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
		--target $(@D) Markdown==3.10.2
	touch $@

## The formatters' rules (`make format` applies them), and that targets declare what they import.
lint: packages $(DENO)
	swift format lint --strict --recursive --parallel Package.swift Core Plugins Tests
	@$(DENO) fmt --check --quiet --line-width 120 $(TYPESCRIPT) $(CONSOLE_SOURCES)
	python3 Tests/Lint/imports.py
	python3 Tests/Lint/words.py
	python3 Tests/Lint/limits.py
	python3 Tests/Lint/calls.py
	python3 Tests/Lint/names.py
	python3 Tests/Lint/types.py
	python3 Tests/Lint/promises.py
	python3 Tests/Lint/points.py
	python3 Tests/Mutants/mutants.py --check
	python3 -m unittest discover --start-directory Tests/Mutants

## Puts small faults into a copy of the code, all in one build, and runs the tests that should notice each: some hours for
## all, and minutes for what has changed since. ONLY=platform tries one file of Tests/Mutants/faults, SAMPLE=60 so many
## faults, at random.
mutants: deps
	python3 Tests/Mutants/mutants.py $(ONLY:%=--room %) $(SAMPLE:%=--sample %)

format: $(DENO)
	swift format --in-place --recursive --parallel Package.swift Core Plugins Tests
	@$(DENO) fmt --quiet --line-width 120 $(TYPESCRIPT) $(CONSOLE_SOURCES)

clean:
	rm -rf .build
