package io.setpoint.console;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.Trial;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Transaction;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * Live instances of one configuration that give a verdict when they are asked.
 */
final class Judges implements AutoCloseable {

	private final WritableStore store;

	private final String configuration;

	private final Watch watch;

	private volatile BiFunction<String, String, List<String>> law = (build, document) -> List.of();

	private volatile List<String> unread = List.of();

	Judges(Shop shop, String configuration) {
		this.store = shop.store();
		this.configuration = configuration;
		String summons = Shop.KEYS.summons(configuration);
		long revision = Shop.done(this.store.read(List.of(summons))).revision();
		this.watch = this.store.watch(summons, revision + 1, new WatchListener() {

			@Override
			public void changed(Header header, List<Change> changes) {
				changes.forEach((change) -> summoned(summons, change));
			}

		});
	}

	/**
	 * Let them judge otherwise from now on.
	 * @param law gives the problems that a build has with a document
	 */
	void judgeBy(BiFunction<String, String, List<String>> law) {
		this.law = law;
	}

	/**
	 * Let none of their types read some properties.
	 * @param unread the names of the properties
	 */
	void readNot(String... unread) {
		this.unread = List.of(unread);
	}

	private void summoned(String prefix, Change change) {
		if (change instanceof Change.Put put) {
			String trial = change.key().substring(prefix.length());
			Summons summons = RolloutFormat.read(put.entry().value(), Summons.class);
			String key = Shop.KEYS.trial(this.configuration, trial);
			this.store.read(List.of(key))
				.thenApply((image) -> RolloutFormat.read(image.entries(key).get(0).value(), Trial.class))
				.thenCompose((tried) -> answer(trial, summons, text(tried)));
		}
	}

	private static @Nullable String text(Trial tried) {
		KeyChanges changes = tried.changes();
		return (changes != null) ? changes.puts().toString() : tried.document();
	}

	private CompletableFuture<?> answer(String trial, Summons summons, @Nullable String document) {
		Transaction.Builder verdicts = Transaction.builder();
		summons.builds().keySet().forEach((build) -> {
			List<String> problems = this.law.apply(build, String.valueOf(document));
			BuildVerdict verdict = BuildVerdict.of(build, problems, List.of(), List.of())
				.withUnread(this.unread)
				.by("judge-" + build);
			verdicts.put(Shop.KEYS.verdict(this.configuration, trial, build), RolloutFormat.write(verdict),
					summons.lease());
		});
		return this.store.commit(verdicts.build());
	}

	@Override
	public void close() {
		this.watch.close();
	}

}
