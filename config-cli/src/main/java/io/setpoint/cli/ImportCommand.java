package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.setpoint.schema.judging.Judged;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Utf8;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Brings what a file has into etcd.
 */
@Command(name = "import", description = "brings an application.yaml, or what Consul, Apollo or Nacos export, into etcd")
final class ImportCommand implements Task {

	private static final String DOCUMENT = "application.yaml";

	@Parameters(paramLabel = "FILE", description = "the file, - for standard input")
	private String file = "";

	@Option(names = "--to", required = true, paramLabel = "TARGET",
			description = "a configuration, which gets a new version, or a location such as etcd:/config/checkout/")
	private String target = "";

	@Option(names = "--format", paramLabel = "FORMAT",
			description = "boot, keys, consul, apollo or nacos (default: found out)")
	private ImportFormat format = ImportFormat.AUTO;

	@Option(names = "--as", paramLabel = "keys|document",
			description = "one key for each property, or one document application.yaml (default: keys)")
	private Shape shape = Shape.KEYS;

	@Option(names = "--profile", paramLabel = "NAME", split = ",",
			description = "take what is active with these profiles, instead of each profile apart")
	private @Nullable List<String> profiles;

	@Option(names = "--below", paramLabel = "FOLDER",
			description = "of an export of Consul, the folder that is taken, such as config/checkout")
	private String below = "";

	@Option(names = "--only", paramLabel = "NAME",
			description = "of an archive, the namespace (Apollo) or data id (Nacos) that is taken")
	private String only = "";

	@Option(names = "--prune", description = "delete the keys of the location that the file does not have")
	private boolean prune;

	@Option(names = "--yes", description = "really delete what --prune lists")
	private boolean yes;

	@Mixin
	private Publication publication = new Publication();

	@Mixin
	private Author author = new Author();

	@Override
	public Answer perform(Desk desk) {
		byte[] bytes = TextFile.bytes(this.file, "configuration", desk.outside());
		Imported imported = this.format.read(this.file, bytes, this.below, this.only);
		imported.remarks().forEach((remark) -> desk.remark("note: " + remark));
		if (imported.isEmpty()) {
			throw RefusedException.refused(
					"There is nothing to import in '" + this.file + "': write {} into it if no properties are meant");
		}
		return KeyPath.isLocation(this.target) ? toKeys(desk, imported) : toVersion(desk, imported);
	}

	private Answer toVersion(Desk desk, Imported imported) {
		if (this.prune) {
			throw RefusedException.usage(
					"A version is always whole: --prune is for locations, such as etcd:/config/" + this.target + "/");
		}
		if (!imported.keys().isEmpty()) {
			throw RefusedException
				.usage("'" + this.file + "' has keys of a location: import it to one, such as etcd:/config/checkout/");
		}
		String document = imported.document();
		if (document == null) {
			leaveProfilesOut(desk, imported);
			document = Flattening.document(Merging.of(forAll(imported), active()));
		}
		return this.publication.publish(desk, this.target, document, this.author);
	}

	private List<Part> forAll(Imported imported) {
		return imported.parts().stream().filter((part) -> this.profiles != null || part.profile() == null).toList();
	}

	private void leaveProfilesOut(Desk desk, Imported imported) {
		if (this.profiles == null) {
			TreeSet<String> left = new TreeSet<>();
			imported.parts().forEach((part) -> {
				if (part.profile() != null) {
					left.add(part.profile());
				}
			});
			left.forEach((profile) -> desk.remark("note: what is for the profile '" + profile
					+ "' is left out: a version is for all, --profile takes it in"));
		}
	}

	private List<String> active() {
		return (this.profiles != null) ? this.profiles : List.of();
	}

	private Answer toKeys(Desk desk, Imported imported) {
		String location = KeyPath.location(this.target);
		Map<String, Map<String, byte[]>> wanted = wanted(desk, location, imported);
		Batch batch = new Batch();
		Map<String, KeyValue> surplus = new TreeMap<>();
		Image image = desk.read(wanted.keySet().toArray(String[]::new));
		wanted.forEach((prefix, keys) -> compare(image.entries(prefix), keys, batch, surplus));
		if (this.prune && !surplus.isEmpty() && !this.yes) {
			return Answer
				.refused(Keys.count(surplus.size())
						+ " would be deleted, so nothing was written: say --yes, or leave out --prune")
				.with("deletes", List.copyOf(surplus.keySet()))
				.showing(surplus.keySet().stream().map((key) -> "- " + key).toList());
		}
		if (this.prune) {
			surplus.values().forEach(batch::delete);
		}
		if (batch.isEmpty()) {
			return Answer.done("Everything is there already: nothing was written").with("changes", List.of());
		}
		return write(desk, batch, judgement(desk, wanted, this.prune ? surplus.keySet() : Set.of()));
	}

	private Judgement judgement(Desk desk, Map<String, Map<String, byte[]>> wanted, Set<String> deletes) {
		Map<String, String> puts = new TreeMap<>();
		wanted.values().forEach((keys) -> keys.forEach((key, value) -> {
			String text = Utf8.text(value);
			if (text != null) {
				puts.put(key, text);
			}
			else {
				desk.remark("note: '" + key + "' is no text and is written as it is: no application reads it");
			}
		}));
		if (puts.isEmpty() && deletes.isEmpty()) {
			return new Judgement(new Judged(List.of(), List.of()), List.of());
		}
		return this.publication.judging().keys(desk, wanted.keySet(), puts, deletes, this.author);
	}

	private Answer write(Desk desk, Batch batch, Judgement judged) {
		Answer answer = judged.in(Answer.done("").with("changes", batch.json()).with("dryRun", this.author.isDryRun()));
		if (this.author.isDryRun()) {
			return new Answer(Status.DONE, Keys.count(batch.lines().size()) + " would be written", List.of(),
					answer.details(), "")
				.showing(batch.lines());
		}
		if (batch.parts() > 1) {
			desk.remark("note: " + batch.lines().size()
					+ " keys are too much for one transaction of etcd and are written" + " in " + batch.parts()
					+ "; applications see each as a change of its own (--as document is one)");
		}
		long revision = batch.write(desk);
		return new Answer(Status.DONE,
				"Wrote " + Keys.count(batch.lines().size()) + " to " + this.target + " (revision " + revision + "), "
						+ judged.sentence(),
				List.of(), answer.details(), "")
			.with("revision", revision)
			.showing(batch.lines());
	}

	private Map<String, Map<String, byte[]>> wanted(Desk desk, String location, Imported imported) {
		Map<String, Map<String, byte[]>> wanted = new LinkedHashMap<>();
		if (!imported.keys().isEmpty() || imported.parts().isEmpty()) {
			Map<String, byte[]> keys = new TreeMap<>();
			imported.keys().forEach((key, value) -> keys.put(location + key, value));
			wanted.put(location, keys);
		}
		else if (this.profiles != null) {
			wanted.put(location, shaped(location, Merging.of(imported.parts(), active()), imported.document()));
		}
		else {
			Merging merging = Merging.apart(imported.parts());
			merging.outranked()
				.forEach((name) -> desk
					.remark("warning: '" + name + "' is written for all behind where it is written for"
							+ " a profile, and would win there; in etcd what is for the profile wins"));
			merging.byProfile().forEach((profile, properties) -> {
				String prefix = profile.isEmpty() ? location : KeyPath.ofProfile(location, profile);
				wanted.put(prefix, shaped(prefix, properties, imported.document()));
			});
		}
		return wanted;
	}

	private Map<String, byte[]> shaped(String prefix, Map<String, Object> properties, @Nullable String document) {
		if (this.shape == Shape.KEYS) {
			return Flattening.keys(prefix, properties);
		}
		String text = (document != null) ? document : Flattening.document(properties);
		return Map.of(prefix + DOCUMENT, text.getBytes(StandardCharsets.UTF_8));
	}

	private static void compare(List<KeyValue> entries, Map<String, byte[]> wanted, Batch batch,
			Map<String, KeyValue> surplus) {
		Map<String, KeyValue> present = new TreeMap<>();
		entries.forEach((entry) -> present.put(entry.key(), entry));
		wanted.forEach((key, value) -> {
			KeyValue entry = present.get(key);
			if (entry == null || !Arrays.equals(entry.value(), value)) {
				batch.put(key, value, (entry != null) ? entry.modRevision() : 0);
			}
		});
		present.forEach((key, entry) -> {
			if (!wanted.containsKey(key)) {
				surplus.put(key, entry);
			}
		});
	}

	/**
	 * What properties become in a location.
	 */
	enum Shape {

		/**
		 * A key for each.
		 */
		KEYS,

		/**
		 * One document for all.
		 */
		DOCUMENT

	}

}
