"""The group of each action in the menu, and what else people call it.

To give a new key binding its place in the menu, add a line here; a test finds bindings without one. The order of the
lines is the order in the menu.
"""

from enum import Enum
from typing import NamedTuple

from core.support.i18n import N_, pgettext, translated


class Group(Enum):
    """The groups of the menu, in their order."""

    RUN = N_("Run")
    NETWORK = N_("Network")
    DATA = N_("Data")
    VIEW = N_("View")
    PROGRAM = N_("Program")

    @property
    def text(self) -> str:
        """Its name in the menu."""
        return pgettext("group of the menu", "Run") if self is Group.RUN else translated(self.value)


class MenuEntry(NamedTuple):
    """An action's group, and further words by which it is found: English, translated where they are searched."""

    group: Group
    words: str


class KeylessEntry(NamedTuple):
    """An action without a key: its name, what it does, its group and further words."""

    title: str
    about: str
    group: Group
    words: str


APP, VIEWS, COMPARISON, EXERCISE = "", "View", "ComparisonScreen", "ExerciseScreen"
"""Owners of bindings: the app, all views, the comparison, the exercise. Those of panes are named by their class."""

ENTRIES: dict[tuple[str, str], MenuEntry] = {
    # Run
    (VIEWS, "run_or_pause"): MenuEntry(Group.RUN, N_("train start stop halt go play resume continue epochs")),
    (VIEWS, "run('epoch')"): MenuEntry(Group.RUN, N_("train single next step")),
    (VIEWS, "run('batch')"): MenuEntry(Group.RUN, N_("train single next step minibatch")),
    (VIEWS, "run('equation')"): MenuEntry(Group.RUN, N_("step next line algorithm formula debug")),
    (VIEWS, "back"): MenuEntry(Group.RUN, N_("step previous undo line")),
    (VIEWS, "run_until"): MenuEntry(Group.RUN, N_("train stop epochs accuracy loss minutes time limit goal")),
    (VIEWS, "slower"): MenuEntry(Group.RUN, N_("speed pace delay slow")),
    (VIEWS, "faster"): MenuEntry(Group.RUN, N_("speed pace delay fast quick")),
    (VIEWS, "breakpoints"): MenuEntry(Group.RUN, N_("stop halt condition watch debug")),
    (VIEWS, "rewind"): MenuEntry(Group.RUN, N_("history earlier epoch back time checkpoint")),
    (VIEWS, "start_over"): MenuEntry(Group.RUN, N_("reset restart again anew")),
    (VIEWS, "save"): MenuEntry(Group.RUN, N_("save export store checkpoint settings file write experiment")),
    ("SweepProcessScreen", "start_or_pause"): MenuEntry(
        Group.RUN, N_("search trials optuna stop resume hyperparameters")
    ),
    ("SweepActionsScreen", "stop_trial"): MenuEntry(Group.RUN, N_("prune kill end cancel")),
    ("SweepActionsScreen", "narrow"): MenuEntry(Group.RUN, N_("range values search hyperparameters limit")),
    ("WorkerKeys", "workers(1)"): MenuEntry(Group.RUN, N_("processes parallel more cores dask")),
    ("WorkerKeys", "workers(-1)"): MenuEntry(Group.RUN, N_("processes parallel less cores dask")),
    # Network
    (VIEWS, "undo"): MenuEntry(Group.NETWORK, N_("revert take back history")),
    (VIEWS, "redo"): MenuEntry(Group.NETWORK, N_("repeat again history")),
    ("ArchitecturePane", "neurons(1)"): MenuEntry(Group.NETWORK, N_("add neurons units nodes wider larger")),
    ("ArchitecturePane", "neurons(-1)"): MenuEntry(Group.NETWORK, N_("remove neurons units nodes prune smaller")),
    ("ArchitecturePane", "add"): MenuEntry(Group.NETWORK, N_("layers hidden deeper insert")),
    ("ArchitecturePane", "remove"): MenuEntry(Group.NETWORK, N_("layers hidden delete")),
    ("ArchitecturePane", "type_sizes"): MenuEntry(Group.NETWORK, N_("architecture layers neurons hidden")),
    ("ArchitecturePane", "function(1)"): MenuEntry(Group.NETWORK, N_("activation tanh relu sigmoid softmax output")),
    ("ArchitecturePane", "function(-1)"): MenuEntry(Group.NETWORK, N_("activation tanh relu sigmoid softmax output")),
    ("HyperparametersPane", "type_value"): MenuEntry(
        Group.NETWORK, N_("learning rate batch size optimizer momentum penalty regularization dropout seed settings")
    ),
    ("HyperparametersPane", "change(1)"): MenuEntry(Group.NETWORK, N_("learning rate setting larger increase")),
    ("HyperparametersPane", "change(-1)"): MenuEntry(Group.NETWORK, N_("learning rate setting smaller decrease")),
    ("LayerPane", "type_value"): MenuEntry(Group.NETWORK, N_("edit set change parameter theta")),
    ("LayerPane", "freeze('cell')"): MenuEntry(Group.NETWORK, N_("lock fix hold unfreeze")),
    ("LayerPane", "freeze('neuron')"): MenuEntry(Group.NETWORK, N_("lock fix hold unfreeze")),
    ("LayerPane", "freeze('layer')"): MenuEntry(Group.NETWORK, N_("lock fix hold unfreeze")),
    ("LayerPane", "check"): MenuEntry(Group.NETWORK, N_("derivative numerical finite central differences verify")),
    # Data
    (VIEWS, "open"): MenuEntry(Group.DATA, N_("load file import csv dataset table example exercise browse")),
    ("RunsTable", "want('open')"): MenuEntry(Group.DATA, N_("load resume saved checkpoint")),
    ("RunsTable", "want('find')"): MenuEntry(Group.DATA, N_("search filter saved history")),
    ("RunsTable", "show_all"): MenuEntry(Group.DATA, N_("clear search filter")),
    ("RunsTable", "mark"): MenuEntry(Group.DATA, N_("select versus difference")),
    ("RunsTable", "clear_marks"): MenuEntry(Group.DATA, N_("unselect clear")),
    ("RunsTable", "want('name')"): MenuEntry(Group.DATA, N_("rename label title")),
    ("RunsTable", "want('note')"): MenuEntry(Group.DATA, N_("comment remark")),
    ("RunsTable", "want('export')"): MenuEntry(Group.DATA, N_("model save write onnx safetensors npz python saved")),
    ("RunsTable", "want('delete')"): MenuEntry(Group.DATA, N_("remove erase")),
    ("RunsTable", "sort(-1)"): MenuEntry(Group.DATA, N_("order")),
    ("RunsTable", "sort(1)"): MenuEntry(Group.DATA, N_("order")),
    ("RunsTable", "turn_order"): MenuEntry(Group.DATA, N_("order reverse ascending descending")),
    ("SweepActionsScreen", "choose_sweep"): MenuEntry(Group.DATA, N_("open saved list search")),
    ("TrialKeys", "open_trial"): MenuEntry(Group.DATA, N_("load resume saved checkpoint")),
    ("TrialKeys", "mark"): MenuEntry(Group.DATA, N_("select versus compare")),
    ("TrialKeys", "clear_marks"): MenuEntry(Group.DATA, N_("unselect clear")),
    ("SweepTable", "sort(-1)"): MenuEntry(Group.DATA, N_("order")),
    ("SweepTable", "sort(1)"): MenuEntry(Group.DATA, N_("order")),
    ("SweepTable", "turn_order"): MenuEntry(Group.DATA, N_("order reverse ascending descending")),
    ("SplitsPane", "turn_split(-1)"): MenuEntry(Group.DATA, N_("split previous train validation test")),
    ("SplitsPane", "turn_split(1)"): MenuEntry(Group.DATA, N_("split following train validation test")),
    ("SplitsPane", "list_rows"): MenuEntry(Group.DATA, N_("split class filter show train validation test")),
    ("SplitsPane", "turn_division"): MenuEntry(Group.DATA, N_("split random ordered shuffle time series")),
    ("SplitsPane", "change_fraction(1)"): MenuEntry(Group.DATA, N_("split validation test fraction size larger")),
    ("SplitsPane", "change_fraction(-1)"): MenuEntry(Group.DATA, N_("split validation test fraction size smaller")),
    ("ColumnChanges", "change('role')"): MenuEntry(Group.DATA, N_("column input ignore leave out drop feature")),
    ("ColumnChanges", "change('kind')"): MenuEntry(Group.DATA, N_("column type number category boolean date text")),
    ("ColumnChanges", "change('target')"): MenuEntry(Group.DATA, N_("column label predict output")),
    ("ColumnChanges", "change('targets')"): MenuEntry(Group.DATA, N_("column labels several predict outputs")),
    ("ColumnChanges", "turn_task"): MenuEntry(Group.DATA, N_("task classes measurements target")),
    ("ColumnChanges", "turn_missing"): MenuEntry(Group.DATA, N_("fill impute mean median zero drop nan empty cells")),
    ("ColumnChanges", "toggle_flag"): MenuEntry(Group.DATA, N_("indicator nan empty cells missingness")),
    ("ColumnChanges", "toggle_scaling"): MenuEntry(Group.DATA, N_("standardize normalize standardise z-score units")),
    ("ColumnChanges", "notes"): MenuEntry(Group.DATA, N_("describe warnings messages hints")),
    ("ChoosingScreen", "choose_rows"): MenuEntry(
        Group.DATA, N_("filter split class wrong duplicates missing left out list table")
    ),
    ("ChoosingScreen", "find"): MenuEntry(Group.DATA, N_("search filter text number column condition rows")),
    ("ChoosingRows", "find_beside(1)"): MenuEntry(Group.DATA, N_("search following match hit rows")),
    ("ChoosingRows", "find_beside(-1)"): MenuEntry(Group.DATA, N_("search before match hit rows")),
    ("ChoosingRows", "list_found"): MenuEntry(Group.DATA, N_("search filter matches hits rows")),
    ("NotesPane", "follow"): MenuEntry(Group.DATA, N_("notes column setting change open")),
    ("ChoosingRows", "list_all"): MenuEntry(Group.DATA, N_("clear search filter rows")),
    # View
    (APP, "switch_mode('train')"): MenuEntry(Group.VIEW, N_("show loss weights architecture")),
    (APP, "switch_mode('step')"): MenuEntry(Group.VIEW, N_("show equations backpropagation algorithm example")),
    (APP, "switch_mode('output')"): MenuEntry(
        Group.VIEW, N_("show map predictions confusion matrix examples errors results")
    ),
    (APP, "switch_mode('data')"): MenuEntry(
        Group.VIEW, N_("show table columns rows raw prepared preprocessing points")
    ),
    (APP, "switch_mode('runs')"): MenuEntry(Group.VIEW, N_("show saved history list compare")),
    (APP, "switch_mode('sweep')"): MenuEntry(Group.VIEW, N_("show trials search hyperparameters optuna dask workers")),
    (VIEWS, "point"): MenuEntry(Group.VIEW, N_("point frame highlight show mark class lecture")),
    (VIEWS, "turn_pane(1)"): MenuEntry(Group.VIEW, N_("focus switch window")),
    (VIEWS, "turn_pane(-1)"): MenuEntry(Group.VIEW, N_("focus switch window")),
    (VIEWS, "zoom"): MenuEntry(Group.VIEW, N_("maximize full screen larger")),
    ("LossPane", "toggle_axis"): MenuEntry(Group.VIEW, N_("logarithmic scale curve plot")),
    ("LossPane", "toggle_accuracy"): MenuEntry(Group.VIEW, N_("accuracy curve plot score")),
    ("LossPane", "zoom(1)"): MenuEntry(Group.VIEW, N_("curve loss recent")),
    ("LossPane", "zoom(-1)"): MenuEntry(Group.VIEW, N_("curve loss whole")),
    ("SweepPoints", "turn_key(-1)"): MenuEntry(Group.VIEW, N_("setting hyperparameter x axis before")),
    ("SweepPoints", "turn_key(1)"): MenuEntry(Group.VIEW, N_("setting hyperparameter x axis following")),
    ("SweepPoints", "turn_form"): MenuEntry(Group.VIEW, N_("parallel coordinates axes lines scatter trials")),
    ("SweepPoints", "toggle_axis"): MenuEntry(Group.VIEW, N_("logarithmic scale objective trials")),
    ("SweepCurves", "toggle_axis"): MenuEntry(Group.VIEW, N_("logarithmic scale curve trials")),
    ("SweepCurves", "toggle_epochs"): MenuEntry(Group.VIEW, N_("logarithmic scale epochs curve trials")),
    ("LayerPane", "turn(-1)"): MenuEntry(Group.VIEW, N_("layer weights theta matrix before")),
    ("LayerPane", "turn(1)"): MenuEntry(Group.VIEW, N_("layer weights theta matrix after")),
    ("LayerPane", "next_kind"): MenuEntry(Group.VIEW, N_("gradient weights theta nabla update matrix")),
    ("MatrixPane", "turn_form"): MenuEntry(Group.VIEW, N_("numbers heat map distribution matrix weights")),
    ("MatrixPane", "hold_scale"): MenuEntry(Group.VIEW, N_("fix range")),
    ("StepScreen", "turn_example"): MenuEntry(Group.VIEW, N_("sample row")),
    ("StepScreen", "turn_derivation"): MenuEntry(Group.VIEW, N_("chain rule slides equations proof")),
    ("DerivationPane", "leave"): MenuEntry(Group.VIEW, N_("equation return")),
    ("DerivationPane", "choose(-1)"): MenuEntry(Group.VIEW, N_("sample row previous derivation")),
    ("DerivationPane", "choose(1)"): MenuEntry(Group.VIEW, N_("sample row following derivation")),
    ("StepPane", "follow"): MenuEntry(Group.VIEW, N_("derivation where from sum")),
    ("StepPane", "return"): MenuEntry(Group.VIEW, N_("derivation")),
    ("StepPane", "turn(-1)"): MenuEntry(Group.VIEW, N_("previous")),
    ("StepPane", "turn(1)"): MenuEntry(Group.VIEW, N_("following")),
    ("EquationPane", "turn_form"): MenuEntry(Group.VIEW, N_("numbers heat map matrix")),
    ("ExamplePane", "choose(-1)"): MenuEntry(Group.VIEW, N_("sample row previous")),
    ("ExamplePane", "choose(1)"): MenuEntry(Group.VIEW, N_("sample row following")),
    ("OutputScreen", "turn_page(1)"): MenuEntry(Group.VIEW, N_("map classes threshold images activations tab")),
    ("OutputScreen", "turn_page(-1)"): MenuEntry(Group.VIEW, N_("map classes threshold images activations tab")),
    ("OutputPane", "turn_split"): MenuEntry(Group.VIEW, N_("training validation test rows set")),
    ("OutputPane", "turn_output(1)"): MenuEntry(Group.VIEW, N_("class probability target label")),
    ("OutputPane", "turn_output(-1)"): MenuEntry(Group.VIEW, N_("class probability target label")),
    ("TwoColumnsPane", "turn_column(1)"): MenuEntry(Group.VIEW, N_("scatter x axis feature following")),
    ("TwoColumnsPane", "turn_column(-1)"): MenuEntry(Group.VIEW, N_("scatter x axis feature before")),
    ("TwoColumnsPane", "turn_other(1)"): MenuEntry(Group.VIEW, N_("scatter y axis feature following")),
    ("TwoColumnsPane", "turn_other(-1)"): MenuEntry(Group.VIEW, N_("scatter y axis feature before")),
    ("TwoColumnsPane", "turn_split"): MenuEntry(Group.VIEW, N_("scatter training validation test rows set")),
    ("TwoColumnsPane", "turn_map"): MenuEntry(Group.VIEW, N_("decision boundary regions prediction scatter")),
    ("TwoColumnsPane", "show_example(0)"): MenuEntry(Group.VIEW, N_("open row prediction output example")),
    ("TwoColumnsPane", "show_example(1)"): MenuEntry(Group.VIEW, N_("open equations derivation row example")),
    ("PicturesPane", "turn_form"): MenuEntry(Group.VIEW, N_("images raw prepared standardized mean average")),
    ("PicturesPane", "turn_split"): MenuEntry(Group.VIEW, N_("images training validation test rows set")),
    ("PicturesPane", "enlarge(-1)"): MenuEntry(Group.VIEW, N_("images zoom in bigger")),
    ("PicturesPane", "enlarge(1)"): MenuEntry(Group.VIEW, N_("images zoom out more classes")),
    ("PicturesPane", "show_example(0)"): MenuEntry(Group.VIEW, N_("open row prediction output example image")),
    ("PicturesPane", "show_example(1)"): MenuEntry(Group.VIEW, N_("open equations derivation row example image")),
    ("RowsPane", "turn_form"): MenuEntry(Group.VIEW, N_("raw prepared standardized side by side table rows")),
    ("RowsPane", "type_line"): MenuEntry(Group.VIEW, N_("go to jump row number line")),
    ("RowsPane", "show_outputs"): MenuEntry(Group.VIEW, N_("open row prediction output example")),
    ("RowsPane", "step"): MenuEntry(Group.VIEW, N_("open equations derivation row example")),
    ("ImportancePane", "turn_measure"): MenuEntry(Group.VIEW, N_("permutation feature importance loss accuracy r2")),
    ("NumbersPane", "next_worst"): MenuEntry(Group.VIEW, N_("wrong largest error outlier residual")),
    ("NumbersPane", "step"): MenuEntry(Group.VIEW, N_("open equations derivation row")),
    ("CurvePane", "beside(-1)"): MenuEntry(Group.VIEW, N_("sample row point")),
    ("CurvePane", "beside(1)"): MenuEntry(Group.VIEW, N_("sample row point")),
    ("CurvePane", "zoom(1)"): MenuEntry(Group.VIEW, N_("closer enlarge input x")),
    ("CurvePane", "zoom(-1)"): MenuEntry(Group.VIEW, N_("further extrapolation input x")),
    ("CurvePane", "pan(-1)"): MenuEntry(Group.VIEW, N_("move left input x")),
    ("CurvePane", "pan(1)"): MenuEntry(Group.VIEW, N_("move right input x")),
    ("CurvePane", "zoom_out"): MenuEntry(Group.VIEW, N_("whole fit reset input x")),
    ("NeuronCurvesPane", "choose(-1)"): MenuEntry(Group.VIEW, N_("unit hidden activation")),
    ("NeuronCurvesPane", "choose(1)"): MenuEntry(Group.VIEW, N_("unit hidden activation")),
    ("NeuronCurvesPane", "choose_line(-1)"): MenuEntry(Group.VIEW, N_("unit hidden activation")),
    ("NeuronCurvesPane", "choose_line(1)"): MenuEntry(Group.VIEW, N_("unit hidden activation")),
    ("PredictedPane", "go(-1,0)"): MenuEntry(Group.VIEW, N_("sample row point scatter")),
    ("PredictedPane", "go(1,0)"): MenuEntry(Group.VIEW, N_("sample row point scatter")),
    ("PredictedPane", "go(0,1)"): MenuEntry(Group.VIEW, N_("sample row point scatter")),
    ("PredictedPane", "go(0,-1)"): MenuEntry(Group.VIEW, N_("sample row point scatter")),
    ("PredictedPane", "toggle_residuals"): MenuEntry(Group.VIEW, N_("error residual scatter actual true")),
    ("ErrorRangesPane", "choose(-1)"): MenuEntry(Group.VIEW, N_("bin quantile bias residual")),
    ("ErrorRangesPane", "choose(1)"): MenuEntry(Group.VIEW, N_("bin quantile bias residual")),
    ("ConfusionPane", "next_error"): MenuEntry(Group.VIEW, N_("confusion matrix misclassified wrong mistake cell")),
    ("ConfusionPane", "list_rows"): MenuEntry(Group.VIEW, N_("confusion matrix cell errors wrong examples")),
    ("ConfusionPane", "turn_shown"): MenuEntry(Group.VIEW, N_("confusion matrix counts percent normalize recall")),
    ("ConfusionPane", "threshold"): MenuEntry(Group.VIEW, N_("confusion matrix cutoff decision roc curve")),
    ("ByClassPane", "turn_order"): MenuEntry(Group.VIEW, N_("sort order worst recall class")),
    ("ByClassPane", "threshold"): MenuEntry(Group.VIEW, N_("cutoff decision roc curve class")),
    ("PlanePane", "zoom(1)"): MenuEntry(Group.VIEW, N_("map plane larger closer detail")),
    ("PlanePane", "zoom(-1)"): MenuEntry(Group.VIEW, N_("map plane smaller wider")),
    ("PlanePane", "pan(-1,0)"): MenuEntry(Group.VIEW, N_("map plane move scroll")),
    ("PlanePane", "pan(1,0)"): MenuEntry(Group.VIEW, N_("map plane move scroll")),
    ("PlanePane", "pan(0,1)"): MenuEntry(Group.VIEW, N_("map plane move scroll")),
    ("PlanePane", "pan(0,-1)"): MenuEntry(Group.VIEW, N_("map plane move scroll")),
    ("PlanePane", "whole"): MenuEntry(Group.VIEW, N_("map plane reset home everything")),
    ("PlanePane", "turn_x(1)"): MenuEntry(Group.VIEW, N_("map plane column axis variable feature")),
    ("PlanePane", "turn_x(-1)"): MenuEntry(Group.VIEW, N_("map plane column axis variable feature")),
    ("PlanePane", "turn_y(1)"): MenuEntry(Group.VIEW, N_("map plane column axis variable feature")),
    ("PlanePane", "turn_y(-1)"): MenuEntry(Group.VIEW, N_("map plane column axis variable feature")),
    ("PlanePane", "hold"): MenuEntry(Group.VIEW, N_("map plane fix mean columns slice")),
    ("MapPane", "next_wrong"): MenuEntry(Group.VIEW, N_("map misclassified error worst loss")),
    ("MapPane", "turn_regions"): MenuEntry(Group.VIEW, N_("map classes regions probability border")),
    ("MapPane", "step"): MenuEntry(Group.VIEW, N_("map example equations debug where from")),
    ("HiddenLayerPane", "turn_layer(-1)"): MenuEntry(Group.VIEW, N_("hidden neurons activations map before")),
    ("HiddenLayerPane", "turn_layer(1)"): MenuEntry(Group.VIEW, N_("hidden neurons activations map after")),
    ("HiddenLayerPane", "enlarge"): MenuEntry(Group.VIEW, N_("hidden neuron activation map zoom bigger")),
    ("OneClassPane", "move_threshold(-1)"): MenuEntry(Group.VIEW, N_("cutoff decision roc recall precision")),
    ("OneClassPane", "move_threshold(1)"): MenuEntry(Group.VIEW, N_("cutoff decision roc recall precision")),
    ("OneClassPane", "move_threshold(-10)"): MenuEntry(Group.VIEW, N_("cutoff decision roc recall precision")),
    ("OneClassPane", "move_threshold(10)"): MenuEntry(Group.VIEW, N_("cutoff decision roc recall precision")),
    ("OneClassPane", "usual_threshold"): MenuEntry(Group.VIEW, N_("cutoff decision reset default half")),
    ("OneClassPane", "note_threshold('best_f1')"): MenuEntry(Group.VIEW, N_("cutoff decision optimal maximum")),
    ("OneClassPane", "note_threshold('youden')"): MenuEntry(
        Group.VIEW, N_("cutoff decision optimal sensitivity specificity")
    ),
    ("OneClassPane", "note_threshold('balanced')"): MenuEntry(
        Group.VIEW, N_("cutoff decision break-even balanced equal")
    ),
    ("OneClassPane", "type_threshold"): MenuEntry(Group.VIEW, N_("cutoff decision enter set number")),
    ("CalibrationPane", "turn_division"): MenuEntry(Group.VIEW, N_("reliability bins quantiles probability brier")),
    ("ExampleFocusPane", "next_wrong"): MenuEntry(Group.VIEW, N_("error mistake misclassified worst example")),
    ("ExampleFocusPane", "step"): MenuEntry(Group.VIEW, N_("equations backpropagation explain why example")),
    ("OneExamplePane", "turn(-1)"): MenuEntry(Group.VIEW, N_("row sample before")),
    ("OneExamplePane", "turn(1)"): MenuEntry(Group.VIEW, N_("row sample after")),
    ("OneExamplePane", "edit"): MenuEntry(Group.VIEW, N_("what if change type value counterfactual input")),
    ("OneExamplePane", "change(1)"): MenuEntry(Group.VIEW, N_("what if increase larger input")),
    ("OneExamplePane", "change(-1)"): MenuEntry(Group.VIEW, N_("what if decrease smaller input")),
    ("OneExamplePane", "take_back"): MenuEntry(Group.VIEW, N_("what if undo reset input value")),
    ("OneExamplePane", "end_editing"): MenuEntry(Group.VIEW, N_("what if undo reset original row")),
    ("ExamplesPane", "turn_list"): MenuEntry(Group.VIEW, N_("worst certain wrong uncertain errors examples")),
    ("WeightPicturesPane", "enlarge"): MenuEntry(Group.VIEW, N_("weights picture image neuron zoom filter")),
    ("WeightPicturesPane", "turn_scale"): MenuEntry(Group.VIEW, N_("colours contrast range weights picture image")),
    ("InputGradientPane", "strongest"): MenuEntry(Group.VIEW, N_("saliency pixel largest slope gradient")),
    ("InputGradientPane", "turn_sign"): MenuEntry(Group.VIEW, N_("saliency pixel absolute slope gradient sign")),
    ("InputGradientPane", "step"): MenuEntry(Group.VIEW, N_("equations backpropagation example image")),
    ("ActivationsPane", "turn_layer(-1)"): MenuEntry(Group.VIEW, N_("histogram hidden layer saturation dead before")),
    ("ActivationsPane", "turn_layer(1)"): MenuEntry(Group.VIEW, N_("histogram hidden layer saturation dead after")),
    ("ActivationsPane", "turn_form"): MenuEntry(Group.VIEW, N_("histogram neurons units saturation dead relu")),
    ("DrawPane", "press(False)"): MenuEntry(Group.VIEW, N_("draw ink brush write digit")),
    ("DrawPane", "press(True)"): MenuEntry(Group.VIEW, N_("draw rubber erase remove digit")),
    ("DrawPane", "undo_stroke"): MenuEntry(Group.VIEW, N_("draw revert delete line digit")),
    ("DrawPane", "clear"): MenuEntry(Group.VIEW, N_("draw erase new delete paper digit")),
    ("DrawPane", "keep"): MenuEntry(Group.VIEW, N_("draw save store example digit")),
    ("DrawPane", "turn(-1)"): MenuEntry(Group.VIEW, N_("draw previous saved digit")),
    ("DrawPane", "turn(1)"): MenuEntry(Group.VIEW, N_("draw following saved digit")),
    ("DrawPane", "name_it"): MenuEntry(Group.VIEW, N_("draw label class target digit")),
    ("DrawPane", "turn_place"): MenuEntry(Group.VIEW, N_("draw centre center shift mass box digit")),
    ("DrawPane", "step"): MenuEntry(Group.VIEW, N_("draw equations backpropagation digit")),
    ("ColumnPane", "turn_column(-1)"): MenuEntry(Group.VIEW, N_("distribution histogram previous variable feature")),
    ("ColumnPane", "turn_column(1)"): MenuEntry(Group.VIEW, N_("distribution histogram following variable feature")),
    ("ColumnPane", "turn_split"): MenuEntry(Group.VIEW, N_("distribution histogram training validation test split")),
    ("ColumnPane", "toggle_log"): MenuEntry(Group.VIEW, N_("distribution histogram log scale axis skewed")),
    ("ColumnPane", "turn_class"): MenuEntry(Group.VIEW, N_("distribution histogram share target label")),
    ("PointsPane", "add"): MenuEntry(Group.DATA, N_("draw insert new example row")),
    ("PointsPane", "remove_point"): MenuEntry(Group.DATA, N_("draw delete erase example row")),
    ("PointsPane", "take"): MenuEntry(Group.DATA, N_("draw move drag shift example row")),
    ("PointsPane", "put_back"): MenuEntry(Group.DATA, N_("draw cancel undo drag")),
    ("PointsPane", "next_point(-1)"): MenuEntry(Group.DATA, N_("draw example row before")),
    ("PointsPane", "next_point(1)"): MenuEntry(Group.DATA, N_("draw example row following")),
    ("PointsPane", "whole"): MenuEntry(Group.DATA, N_("draw zoom fit paper")),
    ("PointsPane", "turn(1)"): MenuEntry(Group.DATA, N_("draw label target colour larger")),
    ("PointsPane", "turn(-1)"): MenuEntry(Group.DATA, N_("draw label target colour smaller")),
    ("PointsPane", "type_value"): MenuEntry(Group.DATA, N_("draw target number regression")),
    ("PointsPane", "give"): MenuEntry(Group.DATA, N_("draw relabel change class target colour")),
    ("PointsPane", "write_table"): MenuEntry(Group.DATA, N_("draw save store csv file export")),
    ("PointsPane", "turn_map"): MenuEntry(Group.VIEW, N_("draw decision boundary regions output")),
    ("RunsCurves", "toggle_axis"): MenuEntry(Group.VIEW, N_("logarithmic scale curve plot")),
    ("RunsCurves", "turn_quantity"): MenuEntry(Group.VIEW, N_("curve plot validation")),
    ("RunsCurves", "zoom(1)"): MenuEntry(Group.VIEW, N_("curve recent")),
    ("RunsCurves", "zoom(-1)"): MenuEntry(Group.VIEW, N_("curve whole")),
    (COMPARISON, "run_or_pause"): MenuEntry(Group.VIEW, N_("train start stop compare")),
    (COMPARISON, "epoch"): MenuEntry(Group.VIEW, N_("train compare")),
    (COMPARISON, "start_over"): MenuEntry(Group.VIEW, N_("reset restart compare")),
    (COMPARISON, "toggle_axis"): MenuEntry(Group.VIEW, N_("logarithmic scale curve compare")),
    (COMPARISON, "toggle_quality"): MenuEntry(Group.VIEW, N_("accuracy curve compare")),
    (COMPARISON, "leave"): MenuEntry(Group.VIEW, N_("close end compare")),
    (EXERCISE, "enter"): MenuEntry(Group.VIEW, N_("exercise answer mark next submit")),
    (EXERCISE, "erase"): MenuEntry(Group.VIEW, N_("exercise delete answer")),
    (EXERCISE, "hint"): MenuEntry(Group.VIEW, N_("exercise help clue solution equation")),
    (EXERCISE, "skip"): MenuEntry(Group.VIEW, N_("exercise next question go on give up")),
    (EXERCISE, "turn(-1)"): MenuEntry(Group.VIEW, N_("exercise back again previous question")),
    (EXERCISE, "turn(1)"): MenuEntry(Group.VIEW, N_("exercise forward following question")),
    (EXERCISE, "point"): MenuEntry(Group.VIEW, N_("exercise point frame highlight show class lecture")),
    (EXERCISE, "another"): MenuEntry(Group.VIEW, N_("exercise list choose open begin")),
    (EXERCISE, "other_weights"): MenuEntry(Group.VIEW, N_("exercise seed again repeat practise")),
    (EXERCISE, "copy_question"): MenuEntry(Group.VIEW, N_("exercise clipboard text yank")),
    (EXERCISE, "leave"): MenuEntry(Group.VIEW, N_("exercise close end quit")),
    # Program
    (VIEWS, "copy(False)"): MenuEntry(Group.PROGRAM, N_("clipboard export text yank")),
    (VIEWS, "copy(True)"): MenuEntry(Group.PROGRAM, N_("clipboard export tex formula")),
    (VIEWS, "messages"): MenuEntry(Group.PROGRAM, N_("notifications history log errors warnings")),
    (VIEWS, "help"): MenuEntry(Group.PROGRAM, N_("keys manual documentation shortcuts explain")),
    (COMPARISON, "messages"): MenuEntry(Group.PROGRAM, N_("notifications history log errors warnings compare")),
    (COMPARISON, "help"): MenuEntry(Group.PROGRAM, N_("keys manual compare")),
    (EXERCISE, "messages"): MenuEntry(Group.PROGRAM, N_("notifications history log errors warnings exercise")),
    (EXERCISE, "help"): MenuEntry(Group.PROGRAM, N_("keys manual exercise")),
    (VIEWS, "quit"): MenuEntry(Group.PROGRAM, N_("exit close end leave bye")),
}
"""By the owner of the binding and its action, without namespace."""

KEYLESS: dict[str, KeylessEntry] = {
    "action_new_seed": KeylessEntry(
        N_("New weights"),
        N_("start over with the next seed"),
        Group.NETWORK,
        N_("reset random initialize reinitialize seed"),
    ),
    "action_find_rate": KeylessEntry(
        N_("Find a learning rate"),
        N_("a range test on a copy of the network"),
        Group.NETWORK,
        N_("alpha step size search tune"),
    ),
    "action_changes": KeylessEntry(
        N_("Changes"),
        N_("everything that was changed in this training, with the epoch"),
        Group.NETWORK,
        N_("history journal log edits"),
    ),
    "action_describe_data": KeylessEntry(
        N_("What is understood of the data"),
        N_("columns, target, classes, split, and what was guessed"),
        Group.DATA,
        N_("describe table columns kinds types missing categories target notes summary"),
    ),
    "action_export": KeylessEntry(
        N_("Export the model"),
        N_("for other programs: .onnx .safetensors .npz .py"),
        Group.RUN,
        N_("save write onnx safetensors npz python numpy weights network deploy card"),
    ),
    "action_open_weights": KeylessEntry(
        N_("Open weights"),
        N_("start over with those of a file or a saved run"),
        Group.NETWORK,
        N_("load import pretrained safetensors npz pytorch transfer file network"),
    ),
    "action_advice": KeylessEntry(
        N_("Advice on or off"),
        N_("says while training what may be wrong, and what to try"),
        Group.NETWORK,
        N_("hints warnings tips diagnosis problem"),
    ),
    "action_save_view": KeylessEntry(
        N_("Save the view as SVG"),
        N_("a picture of the screen as it is now"),
        Group.PROGRAM,
        N_("save export picture image screenshot svg file"),
    ),
    "action_save_part": KeylessEntry(
        N_("Save this picture as SVG"),
        N_("the pane in focus alone"),
        Group.PROGRAM,
        N_("save export picture image plot map figure pane svg file"),
    ),
}
"""By the method of the screen."""

REFRESH = {
    "slow": (N_("slow"), N_("every four seconds, large panes less often: for slow connections")),
    "normal": (N_("normal"), N_("four times a second")),
    "fast": (N_("fast"), N_("eight times a second")),
}
"""The name and description of each entry of REFRESH_RATES."""

PROGRAM_WORDS = {
    "compare": N_("variant versus difference experiment two side"),
    "exercises": N_("classroom homework question student teacher hand practise learn mark quiz"),
    "theme": N_("colours colors appearance look"),
    "big": N_("big projector beamer class lecture zoom bigger contrast accessibility"),
    "light": N_("dark bright colours colors theme mode"),
    "refresh": N_("speed frames redraw slow link bandwidth ssh"),
    "bell": N_("sound beep signal quiet"),
    "language": N_("language translation spanish english lang"),
    "map": N_("page output plane decision boundary regions playground"),
    "curve": N_("page output function fit"),
    "predicted": N_("page output residuals errors r2 examples"),
    "classes": N_("page output confusion matrix recall precision f1 examples wrong"),
    "threshold": N_("page output roc auc curve precision recall calibration brier"),
    "images": N_("page output pictures pixels weights digits saliency"),
    "draw": N_("page output digit picture mouse write"),
    "activations": N_("page output histogram dead saturated layers"),
}
"""Further words for what isn't bound to a key: of the program, and pages of the Output view by their names."""
