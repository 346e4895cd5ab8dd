# `make run` and `make test` are the whole set-up; everything they need is fetched once into .venv.
PYTHON ?= python3
PORT ?= 8737
DB ?=
VENV := .venv
BIN := $(VENV)/bin
ASSETS := src/upperback/web/assets/vendor/built-from.sha256
ASSET_INPUTS := web-assets/package.json web-assets/package-lock.json web-assets/three.js tools/build_assets.py tools/build_pose_model.py

.PHONY: run test coverage check format bench accuracy simulation seed demos figure films pictures assets browser clean

run: $(VENV)/.run $(ASSETS)
	@exec $(BIN)/upperback serve --port $(PORT) $(if $(DB),--db "$(DB)")

test: $(VENV)/.dev $(ASSETS)
	@UPPERBACK_CHROMIUM="$$($(BIN)/python tools/find_browser.py)" && export UPPERBACK_CHROMIUM && \
	  $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST)

# What the tests reach; it takes half as long again.
coverage: $(VENV)/.dev $(ASSETS)
	@$(MAKE) --no-print-directory test PYTEST="--cov --cov-branch --cov-report=term:skip-covered"

check: $(VENV)/.dev
	$(BIN)/ruff format --check src tests tools
	$(BIN)/ruff check src tests tools
	$(BIN)/mypy src tests
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

format: $(VENV)/.dev
	$(BIN)/ruff format src tests tools
	$(BIN)/ruff check --fix src tests tools

bench: $(VENV)/.dev $(ASSETS)
	@$(BIN)/python tools/bench.py

accuracy: $(VENV)/.lab
	@$(BIN)/python tools/accuracy.py

simulation: $(VENV)/.dev
	@$(BIN)/upperback simulate --json > simulation.jsonl && \
	  $(BIN)/python tools/simulation_report.py simulation.jsonl "by make simulation" && rm simulation.jsonl

# A record of ten years of daily use, to try the app with: make seed DB=years.db && make run DB=years.db
seed: $(VENV)/.run
	@$(BIN)/python tools/seed_years.py --db "$(or $(DB),years.db)"

demos: $(VENV)/.dev
	@$(BIN)/python tools/contact_sheet.py

figure: $(VENV)/.figure
	@$(BIN)/python tools/build_figure.py

films: $(VENV)/.dev $(ASSETS)
	@UPPERBACK_CHROMIUM="$$($(BIN)/python tools/find_browser.py)" && export UPPERBACK_CHROMIUM && $(BIN)/python tools/films.py

pictures: $(VENV)/.dev $(ASSETS)
	@UPPERBACK_CHROMIUM="$$($(BIN)/python tools/find_browser.py)" && export UPPERBACK_CHROMIUM && \
	  $(BIN)/python tools/pictures.py $(if $(ALL),--all "$(ALL)") $(PICTURES)

assets: $(ASSETS)

clean:
	rm -rf $(VENV) $(ASSETS) web-assets/node_modules build dist

$(VENV)/pyvenv.cfg:
	@PYTHON="$(PYTHON)" tools/make_venv.sh $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/pyvenv.cfg
	@echo "Installing Upperback into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build,dev]'
	@touch $@

$(VENV)/.lab: pyproject.toml constraints.txt $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build,dev,lab]'
	@touch $@

$(VENV)/.figure: pyproject.toml constraints.txt $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build,dev,figure]'
	@touch $@

$(ASSETS): $(ASSET_INPUTS) | $(VENV)/.run
	@$(BIN)/python tools/build_assets.py
	@touch $@
