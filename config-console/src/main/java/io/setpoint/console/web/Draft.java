package io.setpoint.console.web;

import java.util.List;

import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.Version;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.judging.Judged;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is writing.
 *
 * @param document the document
 * @param description what it is for
 * @param base the version that it is compared with, or {@code null}
 * @param newest the newest version that whoever writes it knows, may be empty
 * @param theirs what somebody else has published since, {@code null} for nothing
 * @param review what would come of it, {@code null} before anybody has asked
 */
record Draft(String document, String description, @Nullable String base, String newest, @Nullable Overtaking theirs,
		@Nullable Review review) {

	Draft with(Review review) {
		return new Draft(this.document, this.description, this.base, this.newest, this.theirs, review);
	}

	Draft from(String newest, Overtaking theirs) {
		return new Draft(this.document, this.description, this.base, newest, theirs, this.review);
	}

	/**
	 * What somebody else has published while a document was written.
	 *
	 * @param sentence what has happened
	 * @param version the version that is the newest now, empty if there is none
	 * @param changes how it differs from the one that was the newest
	 */
	record Overtaking(String sentence, String version, List<DocumentProperties.PropertyChange> changes) {

		static Overtaking gone(String version) {
			return new Overtaking("Version '" + version + "' is gone since you opened the editor.", "", List.of());
		}

		static Overtaking of(Comparison.Side before, Version now) {
			return new Overtaking(
					"'" + now.author() + "' has published '" + now.id() + "' since you opened the editor.", now.id(),
					before.properties().changesTo(DocumentProperties.of(now.document())));
		}

		Overtaking hidden(KnownProperties schema) {
			return new Overtaking(this.sentence, this.version, schema.hidden(this.changes));
		}

	}

	/**
	 * What would come of a document.
	 *
	 * @param changes what would change
	 * @param text the lines that would, {@code null} if they are not shown
	 * @param problems what cannot be read in it, or what a schema has against it
	 * @param warnings what would be in vain
	 * @param verdict what the fleet says
	 * @param publishable whether nothing is against it, except that nobody is alive
	 */
	record Review(List<DocumentProperties.PropertyChange> changes, @Nullable TextComparison text, List<String> problems,
			List<String> warnings, Verdict verdict, boolean publishable) {

		static Review of(Comparison.Side before, String document, Verdicts verdicts, KnownProperties schema) {
			Comparison.Side after = Comparison.Side.of("your document", document);
			List<String> problems = after.properties().problems();
			boolean readable = problems.isEmpty();
			if (readable) {
				problems = verdicts.judged().problems().stream().map(SchemaProblem::toString).toList();
			}
			Verdict verdict = Verdict.of(verdicts.fleet());
			return new Review(readable ? schema.hidden(before.properties().changesTo(after.properties())) : List.of(),
					new Comparison(before, after, schema, true).texts(false, 0).comparison(), problems,
					Verdict.warnings(verdicts.judged(), verdicts.fleet()), verdict, verdict.permits(problems));
		}

	}

	/**
	 * What those say who are asked about a document.
	 *
	 * @param judged what can be known without the fleet
	 * @param fleet what the fleet says
	 */
	record Verdicts(Judged judged, FleetVerdict fleet) {
	}

}
