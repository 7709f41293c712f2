package io.setpoint.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Refusal;
import io.setpoint.acceptance.Rehearsal;
import io.setpoint.acceptance.Rehearsed;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

/**
 * Judges what is tried by what the application has accepted.
 *
 * @param pipeline binds it off to the side
 * @param keys where versions lie
 * @param digest tells the build from others
 * @param profiles the profiles that are active
 */
record PipelineTrialJudge(AcceptancePipeline pipeline, RolloutKeys keys, BuildDigest digest,
		List<String> profiles) implements TrialJudge {

	/**
	 * What is tried has no id yet.
	 */
	private static final String TRIED = "tried";

	@Override
	public String build() {
		return this.digest.get();
	}

	@Override
	public List<String> locations() {
		return this.pipeline.accepted()
			.locations()
			.stream()
			.map(LocationPropertySource::content)
			.filter((content) -> !content.isVersioned())
			.map(LocationContent::prefix)
			.distinct()
			.toList();
	}

	@Override
	public List<FleetMember.Waiting> waiting() {
		List<Refusal> refusals = this.pipeline.accepted().refusals();
		if (refusals.isEmpty()) {
			return List.of();
		}
		Set<String> plain = Set.copyOf(locations());
		return refusals.stream()
			.filter((refusal) -> plain.contains(refusal.prefix()))
			.limit(FleetMember.MAX_WAITING)
			.map((refusal) -> new FleetMember.Waiting(refusal.key(), refusal.revision(), refusal.reason()))
			.toList();
	}

	@Override
	public BuildVerdict judge(String configuration, Trial trial) {
		String document = trial.document();
		KeyChanges changes = trial.changes();
		if (document != null) {
			return judge(this.keys.versions(configuration), new KeyValue(this.keys.version(configuration, TRIED),
					document.getBytes(StandardCharsets.UTF_8), 0, 0));
		}
		return (changes != null) ? judge(byLocation(changes))
				: BuildVerdict.failed(build(), "there is nothing to judge");
	}

	private BuildVerdict judge(String prefix, KeyValue entry) {
		Rehearsal rehearsal = this.pipeline.rehearsal();
		Rehearsed rehearsed = rehearsal.rehearse(prefix, entry);
		return verdict(rehearsed, rehearsed.warnings()).withUnread(texts(rehearsal.unread(prefix, entry)));
	}

	private BuildVerdict judge(Map<String, List<Change>> changes) {
		Rehearsal rehearsal = this.pipeline.rehearsal();
		return verdict(rehearsal.rehearse(changes), List.of()).withUnread(texts(rehearsal.unread(changes)));
	}

	/**
	 * Put what was found into a verdict.
	 * @param rehearsed what was found
	 * @param losses what would be left out for good: of a version that is a problem, of
	 * plain keys a warning
	 * @return the verdict
	 */
	private BuildVerdict verdict(Rehearsed rehearsed, List<String> losses) {
		List<String> problems = new ArrayList<>(rehearsed.problems());
		problems.addAll(losses);
		return BuildVerdict.of(build(), problems, texts(rehearsed.types()), texts(rehearsed.names()));
	}

	private static List<String> texts(Set<?> found) {
		return found.stream().map(Object::toString).sorted().toList();
	}

	private Map<String, List<Change>> byLocation(KeyChanges changes) {
		Map<String, List<Change>> byLocation = new LinkedHashMap<>();
		for (String prefix : locations()) {
			List<Change> own = changes.keys()
				.stream()
				.filter((key) -> key.startsWith(prefix))
				.map((key) -> change(key, changes))
				.toList();
			if (!own.isEmpty()) {
				byLocation.put(prefix, own);
			}
		}
		return byLocation;
	}

	private static Change change(String key, KeyChanges changes) {
		String value = changes.puts().get(key);
		return (value != null) ? new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), 0, 0))
				: new Change.Delete(key, 0);
	}

}
