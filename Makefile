# `make help` lists what can be made.

BIN := node_modules/.bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: build bundle standalone bench demo unit one lint docs-test shared-tables coverage fixtures hex schema man package deb release fuzz hosts qemu-fixtures test matrix clean help

build: node_modules/.package-lock.json ## types, JavaScript and the examples of explain into build/
	$(BIN)/tsc -p .
	node build/release/examples.js

bundle: build ## the published program, in build/bundle
	node build/release/bundle.js

standalone: build ## the program and Node in one executable: build/standalone/cppc-acpi (ARCH=arm64: build/standalone-arm64)
	node build/release/standalone/make.js $(if $(ARCH),--arch $(ARCH))

bench: bundle standalone ## how fast and how large, with Node, Node 24 and as executable, beside iasl: build/bench (RUNS=, MACHINE=)
	node build/bench/bench.js

demo: build ## the tables of a 7950X3D guest into build/demo
	node build/src/cli/main.js build fixtures/accept/7950x3d/spec.toml -o build/demo

unit: build ## the tests that need no outside programs (SEED=, ROUNDS=)
	node build/test/run.js --unit

one: build ## TEST=spec/read ONLY='a duplicate key': the tests of one file or folder; ONLY is a part of their titles
	node build/test/run.js $(or $(TEST),$(error write TEST=, for example TEST=spec/read)) $(if $(ONLY),--only '$(ONLY)')

lint: node_modules/.package-lock.json ## format, imports and suspicious code
	$(BIN)/biome check

docs-test: build ## every command and link of the documents; UPDATE=1 writes the shown outputs anew
	node build/test/run.js docs

shared-tables: build ## the tests that read real firmware in ../shared/tables (TABLES=); without the folder they skip
	node build/test/run.js shared-tables

coverage: build ## every test, and how many lines of each room they run; details in build/coverage/index.html
	COVERAGE=true node build/test/run.js

fixtures: build ## TEST=golden|reject: rewrite the expected files and list them; then read git diff fixtures
	UPDATE=1 node build/test/run.js $(or $(TEST),golden reject)
	@git status --short fixtures

hex: ## FIXTURE=fixtures/reject/cpc/x: the .hex of a fixture from its .asl, by iasl
	fixtures/hex.sh $(FIXTURE)

schema: build ## rewrite grammar/cppc-spec.schema.json from the tables
	UPDATE=1 node build/test/run.js spec/schema

man: build ## rewrite man/*.1 and man/*.5 from the help and the tables
	UPDATE=1 node build/test/run.js release/manual

package: build ## what npm would publish, judged by publint and attw, which npx downloads
	npx --yes publint
	npx --yes @arethetypeswrong/cli --pack . --profile esm-only

deb: bundle standalone ## the Debian packages, for Debian's Node and with the executable, in build/debian
	node build/release/debian/make.js

release: deb ## all that is published, with SHA-256 sums and a list of what is inside: build/dist
	node build/release/release.js

hosts: build ## the machines of fixtures/hosts as sysfs trees in build/hosts, for init --sysfs
	node build/test/hosts.js

fuzz: build ## SECONDS=60 SEED= TARGET=spec|aml|acpidump|domain|evaluate|sysfs|vm|report|capabilities ROUND=: look for input that breaks it
	node build/test/fuzz/run.js --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED)) $(if $(TARGET),--target $(TARGET)) $(if $(ROUND),--round $(ROUND))

qemu-fixtures: build ## DEST=/path/to/qemu: the tables of fixtures/accept into a QEMU source tree
	fixtures/qemu-fixtures.sh $(DEST)

test: ## set-up, build, lint and every test, also on Debian 13 and its backports; CI=true makes a skipped test an error
	test/set-up.sh
	$(MAKE) --no-print-directory build lint standalone
	node build/test/matrix/unpack.js gating
	node build/test/package/unpack-roots.js
	node build/test/run.js

matrix: build ## ROW=debian-13|backports|sid: the tests on other systems' QEMU, iasl, libvirt, kernel and Node
	node build/test/matrix/unpack.js $(or $(ROW),all)
	node build/test/run.js --row $(or $(ROW),all)

clean: ## remove what was built; installed packages, downloaded kernels and unpacked systems stay
	rm -rf build

help: ## print these lines
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# npm's own record of what it installed, as old as the installation.
node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@
