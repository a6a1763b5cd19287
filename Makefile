# make             build target/dist (the same as `make build`)
# make test        everything: unit tests, format check, tests against a real sshd; the container
#                  suites where a Docker engine has their images (test-fixtures/engine make test)
# make soak        the fault suite for long: ROUNDS=300 SEED=N TUNNELS=200 FAULTS=TEXT CONTAINERS=yes
# make bench       measures beside plain ssh and autossh, into target/bench/; ROWS=start,up,recovery,
#                  rest,growth,traffic chooses, RUNS=n, FULL=yes for what takes long, JAVAS=homes
# make demo        a tunnel against a throw-away sshd on loopback, step by step
# make demo-job    a server in a job of a throw-away SLURM cluster on loopback (Debian, Ubuntu)
# make install     into PREFIX (default ~/.local): PREFIX/bin/tunnels and what it needs; honours DESTDIR
# make uninstall   removes what `make install` put there
# make dist        target/tunnels-VERSION.tar.gz with its checksum: to be unpacked anywhere
# make deb         target/tunnels_VERSION_all.deb with its checksum
# make reproducible  builds all that twice, in different folders, and compares the bytes
# make format      applies google-java-format
# make clean       removes target/

PREFIX  ?= $(HOME)/.local
MVN     ?= mvn
DEST     = $(DESTDIR)$(PREFIX)
# None without git, or where only a folder above this one is a checkout.
COMMIT  := $(shell [ -e .git ] && git describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null)
BUILD    = $(MVN) -Dcommit=$(COMMIT)
VERSION := $(shell sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml)
SOURCES := $(shell find pom.xml .mvn src/main profiles 2>/dev/null)
BUILT    = target/.built

BASH_COMPLETION = share/bash-completion/completions/tunnels
ZSH_COMPLETION  = share/zsh/site-functions/_tunnels

# Java knows only those paths that its locale can write: macOS has no C.UTF-8, glibc no other everywhere.
export LC_ALL := $(if $(wildcard /usr/share/locale/en_US.UTF-8/LC_CTYPE),en_US.UTF-8,C.UTF-8)

.PHONY: all build test soak bench demo demo-job install uninstall dist deb reproducible format clean help FORCE
all build: $(BUILT)

# The stamp is as old as the start of the build: a source saved meanwhile is newer. A jar holds the
# modes of files: they are the same wherever it is built.
$(BUILT): $(SOURCES) target/.commit
	@test-fixtures/prepare build
	@mkdir -p target && touch $(BUILT).new
	@rm -rf target/dist
	@chmod -R u=rwX,go=rX src/main/resources
	umask 022; $(BUILD) -q -Dmaven.test.skip -Dspotless.check.skip package
	@mv $(BUILT).new $(BUILT)

# Another commit is another --version.
target/.commit: FORCE
	@mkdir -p target
	@echo "$(COMMIT)" | cmp -s - $@ || echo "$(COMMIT)" >$@

test:
	@test-fixtures/prepare
	@rm -f target/not-run
	$(BUILD) verify
	@test-fixtures/not-run

# Where CONTAINERS is set: test-fixtures/engine make soak CONTAINERS=yes
soak:
	@test-fixtures/prepare
	$(BUILD) verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=$(if $(CONTAINERS),FaultsContainerIT,FaultsIT) -Dtunnels.rounds=$(or $(ROUNDS),300) \
	  $(if $(SEED),-Dtunnels.seed=$(SEED)) $(if $(TUNNELS),-Dtunnels.tunnels=$(TUNNELS)) \
	  $(if $(FAULTS),-Dtunnels.faults="$(FAULTS)")

bench: $(BUILT)
	@test-fixtures/prepare bench
	$(BUILD) -q test-compile surefire:test -Dtest=Bench -Dbench.rows="$(ROWS)" -Dbench.runs="$(RUNS)" \
	  -Dbench.full="$(FULL)" -Dbench.javas="$(JAVAS)"

# What is missing is said before the build, and at once.
demo demo-job:
	@test-fixtures/prepare $@
	@$(MAKE) --no-print-directory build
	@test-fixtures/$@

install: $(BUILT)
	@mkdir -p "$(DEST)"
	@rm -rf "$(DEST)/bin/tunnels" "$(DEST)/lib/tunnels" "$(DEST)/share/tunnels"
	cp -R target/dist/. "$(DEST)/"
	@[ -n "$(DESTDIR)" ] || "$(DEST)/lib/tunnels/rehearse"
	@mkdir -p "$(DEST)/share/bash-completion/completions" "$(DEST)/share/zsh/site-functions"
	"$(DEST)/bin/tunnels" completion bash >"$(DEST)/$(BASH_COMPLETION)"
	"$(DEST)/bin/tunnels" completion zsh >"$(DEST)/$(ZSH_COMPLETION)"

uninstall:
	rm -rf "$(DEST)/bin/tunnels" "$(DEST)/lib/tunnels" "$(DEST)/share/tunnels"
	rm -f "$(DEST)/share/man/man1/tunnels.1" "$(DEST)/share/man/man5/tunnels-profile.5" \
	  "$(DEST)/$(BASH_COMPLETION)" "$(DEST)/$(ZSH_COMPLETION)"

# Installations that nobody has used yet.
dist deb: STAGE = target/stage/$@

dist: $(BUILT)
	@rm -rf $(STAGE)
	@$(MAKE) --no-print-directory -o $(BUILT) install DESTDIR="$(CURDIR)/$(STAGE)" PREFIX=/tunnels-$(VERSION)
	@cp README.md CHANGELOG.md LICENSE $(STAGE)/tunnels-$(VERSION)
	@src/main/package/tar $(STAGE) tunnels-$(VERSION) target/tunnels-$(VERSION).tar.gz

deb: $(BUILT)
	@rm -rf $(STAGE)
	@$(MAKE) --no-print-directory -o $(BUILT) install DESTDIR="$(CURDIR)/$(STAGE)" PREFIX=/usr
	@src/main/package/deb $(STAGE) $(VERSION)

reproducible:
	@test-fixtures/reproducible

format:
	@test-fixtures/prepare build
	$(MVN) -q spotless:apply

clean:
	rm -rf target

help:
	@sed -n 's/^# //p; /^$$/q' Makefile
