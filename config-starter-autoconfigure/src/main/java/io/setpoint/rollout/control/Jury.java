package io.setpoint.rollout.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.Bench;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The part of this instance in the trials of its configurations. Used on the loop only.
 */
final class Jury {

	private static final Log logger = LogFactory.getLog(Jury.class);

	private final Surroundings<WritableStore> surroundings;

	private final ControlSettings settings;

	private final Supplier<? extends TrialJudge> judge;

	private final Executor executor;

	private final Map<String, Juror> jurors = new LinkedHashMap<>();

	private @Nullable TrialJudge instance;

	private @Nullable Bench bench;

	/**
	 * Create a jury. It takes no part before it is opened.
	 * @param surroundings etcd and the loop
	 * @param settings what it depends on
	 * @param judge gives what judges by the classes of this application
	 * @param executor runs the judge
	 */
	Jury(Surroundings<WritableStore> surroundings, ControlSettings settings, Supplier<? extends TrialJudge> judge,
			Executor executor) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.judge = judge;
		this.executor = executor;
	}

	/**
	 * Take part from now on. Which build this is may have to be read from files, so it is
	 * found out elsewhere.
	 * @param opened told what this instance can answer for, {@code null} if it cannot be
	 * found out
	 */
	void open(Consumer<@Nullable Bench> opened) {
		this.surroundings.onLoop(() -> CompletableFuture.supplyAsync(this::known, this.executor), (known, failure) -> {
			if (known == null) {
				logger.warn("It could not be found out which build this is, so it gives no verdicts in trials",
						failure);
				opened.accept(null);
				return;
			}
			this.instance = known;
			Bench bench = known.bench();
			this.bench = bench;
			this.settings.configurations()
				.forEach((name) -> this.jurors.put(name,
						new Juror(this.surroundings, this.settings, name, known, this.executor)));
			opened.accept(bench);
		});
	}

	/**
	 * Return which plain keys the application has not taken up, and why.
	 * @return the keys, none before it is opened
	 */
	List<FleetMember.Waiting> waiting() {
		return (this.instance != null) ? this.instance.waiting() : List.of();
	}

	private TrialJudge known() {
		TrialJudge known = this.judge.get();
		known.build();
		return known;
	}

	void summoned(String configuration, String trial, @Nullable Summons summons) {
		Juror juror = this.jurors.get(configuration);
		if (juror != null && this.bench != null) {
			juror.summoned(trial, this.bench, summons);
		}
	}

	/**
	 * Take no part any more.
	 */
	void close() {
		this.jurors.values().forEach(Juror::stop);
		this.jurors.clear();
	}

}
