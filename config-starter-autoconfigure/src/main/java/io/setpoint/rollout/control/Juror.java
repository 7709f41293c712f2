package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.Bench;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.rollout.trial.ContainedJudge;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives the verdict of this instance's build in the trials of one configuration, if no
 * other instance that is like it is faster. Used on the loop only.
 */
final class Juror {

	private static final Log logger = LogFactory.getLog(Juror.class);

	/**
	 * How long the first of all instances waits.
	 */
	private static final Duration FIRST = Duration.ofMillis(5);

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final Duration RETRY = Duration.ofMillis(500);

	private final Surroundings<WritableStore> surroundings;

	private final RolloutKeys keys;

	private final String configuration;

	private final String instance;

	private final TrialJudge judge;

	private final Executor executor;

	private final Map<String, Loop.Timer> duties = new HashMap<>();

	private boolean denied;

	/**
	 * Create a juror.
	 * @param surroundings etcd and the loop
	 * @param settings who it is and where everything lies
	 * @param configuration the name of the configuration
	 * @param judge judges by the classes of the build
	 * @param executor runs the judge
	 */
	Juror(Surroundings<WritableStore> surroundings, ControlSettings settings, String configuration, TrialJudge judge,
			Executor executor) {
		this.surroundings = surroundings;
		this.keys = settings.keys();
		this.instance = settings.identity().id();
		this.configuration = configuration;
		this.judge = new ContainedJudge(judge);
		this.executor = executor;
	}

	/**
	 * Take up a trial if this instance can answer for who is asked, or let it be.
	 * @param trial the id of the trial
	 * @param bench what this instance can answer for
	 * @param summons who is asked, {@code null} if it is over
	 */
	void summoned(String trial, Bench bench, @Nullable Summons summons) {
		Loop.Timer before = this.duties.remove(trial);
		if (before != null) {
			before.cancel();
		}
		String seat = (summons != null) ? summons.seatOf(bench) : null;
		if (summons != null && seat != null) {
			Duty duty = new Duty(trial, seat, summons.lease());
			int instances = summons.builds().getOrDefault(seat, 1);
			after(pause(instances, this.surroundings.randomness().getAsDouble()), duty);
		}
	}

	private void after(Duration pause, Duty duty) {
		this.duties.put(duty.trial(), this.surroundings.after(pause, () -> look(duty)));
	}

	/**
	 * Return how long to wait before looking whether there is a verdict. Within twice the
	 * time about one instance more looks, however many there are: so few judge at once,
	 * and another one follows soon where one fails.
	 * @param instances how many instances are asked
	 * @param random a number from 0 to below 1
	 * @return the wait
	 */
	static Duration pause(int instances, double random) {
		double nanos = FIRST.toNanos() * Math.pow(2, Math.max(1, instances) * random);
		return (nanos < LONGEST.toNanos()) ? Duration.ofNanos((long) nanos) : LONGEST;
	}

	private void look(Duty duty) {
		String verdict = this.keys.verdict(this.configuration, duty.trial(), duty.seat());
		ask(duty, verdict, (given) -> {
			if (given == null) {
				String trial = this.keys.trial(this.configuration, duty.trial());
				ask(duty, trial, (tried) -> judge(duty, tried));
			}
			else {
				this.duties.remove(duty.trial());
			}
		});
	}

	private void ask(Duty duty, String key, Consumer<@Nullable KeyValue> consumer) {
		this.surroundings.ask((store) -> store.read(List.of(key)), (image, failure) -> {
			if (!this.duties.containsKey(duty.trial())) {
				return;
			}
			if (image != null) {
				consumer.accept(image.entry(key).orElse(null));
			}
			else {
				failed(duty, Calls.causeOf(failure));
			}
		});
	}

	private void judge(Duty duty, @Nullable KeyValue tried) {
		if (tried == null) {
			this.duties.remove(duty.trial());
			return;
		}
		this.surroundings.onLoop(() -> CompletableFuture.supplyAsync(() -> verdict(tried), this.executor),
				(verdict, failure) -> {
					if (verdict != null) {
						write(duty, tried, verdict);
					}
					else {
						failed(duty, Calls.causeOf(failure));
					}
				});
	}

	private BuildVerdict verdict(KeyValue tried) {
		try {
			return this.judge.judge(this.configuration, RolloutFormat.read(tried.value(), Trial.class));
		}
		catch (InvalidRolloutStateException ex) {
			return BuildVerdict.failed(this.judge.build(), "what is tried cannot be read. " + ex.getMessage());
		}
	}

	private void write(Duty duty, KeyValue tried, BuildVerdict verdict) {
		String key = this.keys.verdict(this.configuration, duty.trial(), duty.seat());
		Transaction transaction = Transaction.builder()
			.whenCreated(tried.key(), tried.createRevision())
			.whenCreated(key, 0)
			.put(key, RolloutFormat.write(verdict.by(this.instance)), duty.lease())
			.build();
		this.surroundings.ask((store) -> store.commit(transaction), (outcome, failure) -> {
			if (outcome != null) {
				this.duties.remove(duty.trial());
			}
			else {
				failed(duty, Calls.causeOf(failure));
			}
		});
	}

	/**
	 * Try again as long as the trial lasts, unless somebody has to mend something first.
	 * @param duty what could not be done
	 * @param failure why
	 */
	private void failed(Duty duty, @Nullable Throwable failure) {
		if (!this.duties.containsKey(duty.trial())) {
			return;
		}
		if (failure instanceof PermissionDeniedException) {
			this.duties.remove(duty.trial());
			deny();
		}
		else if (failure instanceof StoreException) {
			after(RETRY, duty);
		}
		else {
			this.duties.remove(duty.trial());
			logger.debug("A verdict could not be given", failure);
		}
	}

	private void deny() {
		if (!this.denied) {
			this.denied = true;
			logger.warn("This instance may not give a verdict in trials of '" + this.configuration
					+ "', so nobody may publish without going unjudged: grant its user's role the right to read and to"
					+ " write below '" + this.keys.trials(this.configuration) + "'");
		}
	}

	/**
	 * Give no more verdicts.
	 */
	void stop() {
		this.duties.values().forEach(Loop.Timer::cancel);
		this.duties.clear();
	}

	/**
	 * A trial that this instance is asked in.
	 *
	 * @param trial the id of the trial
	 * @param seat the name under which it answers
	 * @param lease the lease of the trial
	 */
	private record Duty(String trial, String seat, long lease) {
	}

}
