# Every command of the project. Each sets up what it needs.
export RUSTUP_TOOLCHAIN = $(shell scripts/toolchain)
export CARGO_TARGET_DIR ?= $(CURDIR)/target
export PATH := $(CURDIR)/.tools/node_modules/.bin:$(CURDIR)/app/js/bin:$(PATH)

BINARY = $(CARGO_TARGET_DIR)/release/rollcall
USERS = 100000
CHART = public/echarts-6.1.0.js
# The browser's half is checked by commands of its own: one command over all would unify the features of both halves.
HOST = --workspace --exclude frontend

# The browser tests that go through what is written and listed, once more on PostgreSQL.
ON_POSTGRES = $(addsuffix .spec.ts,tests/path tests/teams tests/members tests/roles tests/reports tests/report_links tests/runs tests/history)

.PHONY: help run demo test test-rust test-postgres test-browser check torture bench bench-server bench-browser dev build dist screenshots setup setup-test setup-check

## make run      build Rollcall and start it on http://127.0.0.1:3000
run: build
	$(BINARY)

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make demo     the same, with a thousand people in it
demo: build
	@mkdir -p data
	@[ -e data/demo ] || $(BINARY) demo --data-dir data/demo --users 1000 --password "a thousand people in one place"
	@echo 'Sign in as admin@rollcall.example with the password: a thousand people in one place'
	$(BINARY) --data-dir data/demo

## make test     all tests: rules, use cases and HTTP on SQLite and PostgreSQL, browser
test: setup-test test-rust test-postgres test-browser

test-rust:
	cargo test --quiet $(HOST)

test-postgres:
	scripts/with-postgres cargo test --quiet -p service -p server --test use_cases --test http --test torture

test-browser: build
	cd end2end && ROLLCALL_BINARY=$(BINARY) npx playwright test
	cd end2end && ROLLCALL_BINARY=$(BINARY) ../scripts/with-postgres npx playwright test $(ON_POSTGRES)

## make check    format, lints, documentation, dependencies, sizes
check: setup-check
	scripts/check

## make torture  kills, starves and stops the program, a hundred times each; ROUNDS=1000 for more
torture: setup-test
	scripts/torture

## make bench    speed and memory on SQLite, on PostgreSQL and in a browser, with a hundred thousand people or so many: USERS=1000
bench: bench-server bench-browser

bench-server: setup-test build
	cargo run --release --quiet -p bench -- $(BINARY) --users $(USERS)
	POSTGRES_FSYNC=on scripts/with-postgres cargo run --release --quiet -p bench -- $(BINARY) --users $(USERS)

bench-browser: setup-test build
	cd end2end && ROLLCALL_BENCH=$(USERS) ROLLCALL_BINARY=$(BINARY) npx playwright test --project bench --reporter dot

## make dev      build, start, and build again with every change
dev: setup $(CHART)
	LEPTOS_HASH_FILES=false cargo leptos watch --split

## make build    target/release/rollcall and target/site
build: setup $(CHART)
	cargo leptos build --release --split --precompress

## make dist     one folder, and an archive of it, that runs anywhere
dist: build
	scripts/dist $(BINARY)

## make screenshots   docs/screenshots, made anew
screenshots: setup-test build
	cd end2end && ROLLCALL_SCREENSHOTS=1 ROLLCALL_BINARY=$(BINARY) npx playwright test --project screenshots

$(CHART): app/js/echarts.mjs app/js/package-lock.json
	cd app/js && npm run --silent build

setup:
	@scripts/setup run
setup-test:
	@scripts/setup test
setup-check:
	@scripts/setup check
