# What a person types. Each target says what it does; `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

LAB := controller/src/lab/lab
SKEP := controller/target/skep/bin/skep
MVN := mvn -B -ntp -Dstyle.color=never
WITH_JDK = export JAVA_HOME="$$(.ci/jdk)"; $(QUIET_MAVEN) command -v mvn >/dev/null || \
	{ echo "skep: Maven is missing: apt-get install maven" >&2; exit 1; };

# What failed the last time is no failure of this time.
FRESH = rm -f controller/target/failsafe-reports/failsafe-summary.xml;

# Maven's own libraries make newer JDKs warn; that is nobody's concern here.
QUIET_MAVEN = if "$$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow -version \
	>/dev/null 2>&1; then export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow \
	$${MAVEN_OPTS:-}"; fi;

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## the example, for real: PostgreSQL, a Django migration, the application (own engine)
	@controller/src/lab/demo

.PHONY: build
build: ## leaves a runnable controller/target/skep/bin/skep
	@$(WITH_JDK) echo "building Skep"; $(MVN) -q package -DskipTests

.PHONY: image
image: ## the image, and a tarball with its own run-time; IMAGE=HOST/NAME:TAG pushes it
	@$(WITH_JDK) $(MVN) -q package -DskipTests -Pimage \
		-Dskep.image.architecture=$$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/') \
		$(if $(IMAGE),-Dskep.image=$(IMAGE) -Dskep.image.goal=build); \
	ls -1 controller/target/skep-*-linux-*.tar.gz $(if $(IMAGE),,controller/target/skep-image.tar)

.PHONY: test
test: ## everything that CI runs, real engine included
	@$(WITH_JDK) $(FRESH) $(LAB) images >/dev/null; start=$$SECONDS; \
	$(MVN) verify -Pimage spotless:check; \
	echo "make test: green after $$((SECONDS - start)) s"

.PHONY: unit
unit: ## the tests that need no engine; seconds
	@$(WITH_JDK) $(MVN) test

.PHONY: it
it: ## the tests against a real engine alone; IT=Name for one
	@$(WITH_JDK) $(FRESH) $(LAB) images >/dev/null; \
	$(MVN) verify -Dsurefire.skip=true $(if $(IT),$(if $(filter Install% Tarball% DayTwo%,$(IT)),-Pimage),-Pimage) \
		$(if $(IT),-Dit.test=$(IT) -Dfailsafe.failIfNoSpecifiedTests=false)

.PHONY: parity
parity: ## each file by docker stack deploy and by skep apply, compared; CORPUS=DIR, SUITE=trixie, SEED=1
	@$(WITH_JDK) $(if $(SUITE),export SKEP_LAB_SUITE=$(SUITE);) $(FRESH) $(LAB) images >/dev/null; \
	$(MVN) verify -Dsurefire.skip=true -Dit.test=ParityIT -Dskep.parity=true \
		$(if $(CORPUS),-Dskep.corpus=$(abspath $(CORPUS))) $(if $(SEED),-Dskep.seed=$(SEED)) \
		$(if $(FILES),-Dskep.parity.files=$(FILES)) -Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: crash
crash: ## kill the controller at every write of the example's run, between slots, and the lab's nodes; long
	@$(WITH_JDK) $(FRESH) $(LAB) images >/dev/null; \
	$(MVN) verify -Dsurefire.skip=true -Dit.test=CrashIT,SwarmLabIT,ScheduleIT -Dskep.crash=all \
		-Dskep.kills=20 \
		-Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: takeover
takeover: ## an installed Skep loses its place in every way, RUNS=20 times each; OTHER=FILE an older image
	@$(WITH_JDK) $(FRESH) $(LAB) images >/dev/null; \
	$(MVN) verify -Pimage -Dsurefire.skip=true -Dit.test=InstallIT,DayTwoIT \
		-Dskep.takeovers=$(or $(RUNS),20) $(if $(OTHER),-Dskep.other=$(abspath $(OTHER))) \
		-Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: long
long: ## skep run under every signal, and on a node that is lost
	@$(WITH_JDK) $(FRESH) $(LAB) images >/dev/null; \
	$(MVN) verify -Dsurefire.skip=true -Dit.test=RunSignalsIT,RunLossIT -Dskep.long=true \
		-Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: cronjob
cronjob: ## swarm-cronjob's own examples, one folder each below EXAMPLES=DIR, as they are
	@$(WITH_JDK) $(FRESH) $(LAB) images >/dev/null; \
	$(MVN) verify -Dsurefire.skip=true -Dit.test=CronjobIT \
		-Dskep.cronjob.examples=$(abspath $(EXAMPLES)) -Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: soak
soak: ## a million steps of the simulation, a million histories of a job; minutes
	@$(WITH_JDK) $(MVN) -q -pl model,reconciler test -Dsurefire.failIfNoSpecifiedTests=false \
		-Dtest=ConvergenceSimulationTest,JobMachinePropertyTest \
		-Dskep.simulation.steps=1000000 -Dskep.property.histories=1000000

.PHONY: bench
bench: ## calls, writes and times beside docker stack deploy in the same run; IT=Name for one
	@$(WITH_JDK) $(FRESH) $(LAB) images >/dev/null; \
	$(MVN) verify -Pimage -Dsurefire.skip=true -Dskep.bench=true \
		-Dit.test='$(if $(IT),$(IT),*BenchIT,JobLatencyIT,WebhookIT)' \
		-Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: fmt
fmt: ## format the Java sources
	@$(WITH_JDK) $(MVN) -q spotless:apply

.PHONY: clean
clean: ## remove all that make has made: builds, the lab's Swarms, images and engine
	@rm -rf target */target "$${XDG_CACHE_HOME:-$$HOME/.cache}/skep"
	@$(LAB) clean
