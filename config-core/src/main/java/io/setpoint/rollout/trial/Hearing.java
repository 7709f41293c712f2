package io.setpoint.rollout.trial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.Trial;
import io.setpoint.store.Calls;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * One trial: what is tried and who is summoned are written, verdicts are read until all
 * are there or time is over, and nothing is left. Its steps follow each other, whatever
 * thread each is on.
 */
final class Hearing {

	/**
	 * How long everything lives if whoever asks dies.
	 */
	private static final Duration BEYOND = Duration.ofSeconds(10);

	/**
	 * What etcd takes in a request is 1.5 MiB by default, its own fields and the summons
	 * included.
	 */
	private static final int LARGEST = 1500 * 1024;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

	private final WritableStore store;

	private final RolloutKeys keys;

	private final Pauses pauses;

	private final String configuration;

	private final Trial trial;

	private final Map<String, Seat> seats = new LinkedHashMap<>();

	private final Duration timeout;

	private final String id = UUID.randomUUID().toString();

	private final Map<String, BuildVerdict> verdicts = new TreeMap<>();

	private volatile boolean over;

	Hearing(WritableStore store, RolloutKeys keys, Pauses pauses, String configuration, Trial trial, List<Seat> seats,
			Duration timeout) {
		this.store = store;
		this.keys = keys;
		this.pauses = pauses;
		this.configuration = configuration;
		this.trial = trial;
		seats.forEach((seat) -> this.seats.put(seat.name(), seat));
		this.timeout = timeout;
	}

	/**
	 * Hold it.
	 * @return the verdict of each seat, in the order of the builds; fails with a
	 * {@link StoreException} if etcd went out of reach
	 */
	CompletableFuture<List<BuildVerdict>> hold() {
		byte[] tried = RolloutFormat.write(this.trial);
		if (tried.length > LARGEST) {
			return CompletableFuture.completedFuture(withSilent("it takes " + tried.length
					+ " bytes as a trial, more than the " + LARGEST
					+ " that fit into a request to etcd, so nobody was asked; try it in smaller parts, or go on unjudged"));
		}
		this.pauses.after(this.timeout).execute(() -> this.over = true);
		return this.store.grant(this.timeout.plus(BEYOND))
			.thenCompose((lease) -> summon(tried, lease).thenCompose((summoned) -> listen(FIRST_PAUSE))
				.whenComplete((verdicts, failure) -> Calls.log(() -> this.store.revoke(lease),
						"The lease of a trial could not be given back, so it expires")));
	}

	private CompletableFuture<TransactionOutcome> summon(byte[] tried, long lease) {
		String trial = this.keys.trial(this.configuration, this.id);
		Map<String, Integer> asked = new TreeMap<>();
		this.seats.forEach((name, seat) -> asked.put(name, seat.instances()));
		return this.store.commit(Transaction.builder()
			.whenCreated(trial, 0)
			.put(trial, tried, lease)
			.put(this.keys.summons(this.configuration, this.id), RolloutFormat.write(new Summons(lease, asked)), lease)
			.build());
	}

	private CompletableFuture<List<BuildVerdict>> listen(Duration pause) {
		String prefix = this.keys.verdicts(this.configuration, this.id);
		return CompletableFuture.runAsync(() -> {
		}, this.pauses.after(pause))
			.thenCompose((waited) -> Calls.begin(() -> this.store.read(List.of(prefix))))
			.handle((image, failure) -> heard(prefix, image, Calls.causeOf(failure), pause))
			.thenCompose((verdicts) -> verdicts);
	}

	private CompletableFuture<List<BuildVerdict>> heard(String prefix, @Nullable Image image,
			@Nullable Throwable failure, Duration pause) {
		if (image != null) {
			image.entries(prefix).forEach((entry) -> hear(entry, entry.key().substring(prefix.length())));
		}
		if (this.verdicts.size() == this.seats.size()) {
			return CompletableFuture.completedFuture(List.copyOf(this.verdicts.values()));
		}
		if (!this.over) {
			Duration next = pause.plus(pause.dividedBy(2));
			return listen((next.compareTo(LONGEST_PAUSE) < 0) ? next : LONGEST_PAUSE);
		}
		if (failure != null) {
			throw new CompletionException(failure);
		}
		return CompletableFuture.completedFuture(withSilent("no instance of it has within " + this.timeout.toSeconds()
				+ " s; look whether they are well, and may write below '" + this.keys.trials(this.configuration)
				+ "'"));
	}

	private void hear(KeyValue entry, String name) {
		Seat seat = this.seats.get(name);
		if (seat != null && !this.verdicts.containsKey(name)) {
			this.verdicts.put(name, seat.signed(verdict(entry, name)));
		}
	}

	private static BuildVerdict verdict(KeyValue entry, String build) {
		try {
			return RolloutFormat.read(entry.value(), BuildVerdict.class);
		}
		catch (InvalidRolloutStateException ex) {
			return BuildVerdict.failed(build, "its verdict is none. " + ex.getMessage());
		}
	}

	private List<BuildVerdict> withSilent(String reason) {
		List<BuildVerdict> all = new ArrayList<>();
		this.seats.forEach((name, seat) -> {
			BuildVerdict verdict = this.verdicts.get(name);
			all.add((verdict != null) ? verdict : seat.signed(BuildVerdict.unanswered(name, reason)));
		});
		return all;
	}

}
