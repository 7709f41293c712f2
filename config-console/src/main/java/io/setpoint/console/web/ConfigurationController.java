package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.Configuration.VersionKey;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Version;
import io.setpoint.schema.SchemaProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a configuration says, and its versions.
 */
@Controller
final class ConfigurationController {

	private final Desk desk;

	private final VersionReads versions;

	private final Pages pages;

	private final Links links;

	private final Times times;

	ConfigurationController(Desk desk, VersionReads versions, Pages pages, Links links, Times times) {
		this.desk = desk;
		this.versions = versions;
		this.pages = pages;
		this.links = links;
		this.times = times;
	}

	@GetMapping({ "/{name}", Links.CONFIGURATIONS + "/{name}" })
	CompletableFuture<ModelAndView> configuration(@PathVariable String name,
			@RequestParam(required = false) @Nullable String version, Rights person) {
		return properties(name, version, null, person);
	}

	/**
	 * Show a value to whoever asks for it, which is not kept to themselves.
	 * @param name the name of the configuration
	 * @param version the version that has it
	 * @param property the name of its property
	 * @param person who asks
	 * @return the page of the version
	 */
	@PostMapping({ "/{name}/reveal", Links.CONFIGURATIONS + "/{name}/reveal" })
	CompletableFuture<ModelAndView> reveal(@PathVariable String name, @RequestParam String version,
			@RequestParam String property, Rights person) {
		this.pages.visible(person, name);
		if (!person.has(Role.EDITOR, name)) {
			throw new NotAllowedException(
					"To see a secret needs the role 'editor' for '" + name + "', which you have not.");
		}
		Audit.revealed(person, "'" + property + "' of version '" + version + "' of '" + name + "'");
		return properties(name, version, property, person)
			.thenApply((page) -> page.addObject("address", this.links.configuration(name)));
	}

	private CompletableFuture<ModelAndView> properties(String name, @Nullable String version, @Nullable String revealed,
			Rights person) {
		Configuration configuration = this.pages.visible(person, name);
		RolloutState state = configuration.state();
		String shown = StringUtils.hasText(version) ? version : state.stable();
		ModelAndView page = this.pages.page("configuration", "Properties", person, name)
			.addObject("name", name)
			.addObject("state", state)
			.addObject("shown", shown)
			.addObject("position", configuration.versions().stream().map(VersionKey::id).toList().indexOf(shown))
			.addObject("pending", pending(configuration))
			.addObject("locations",
					configuration.members()
						.stream()
						.flatMap((member) -> member.locations().stream())
						.distinct()
						.sorted()
						.toList())
			.addObject("editable", person.has(Role.EDITOR, name));
		CompletableFuture<ModelAndView> listed = this.versions.rows(configuration)
			.thenApply((rows) -> page.addObject("versions", rows));
		if (shown == null) {
			return listed;
		}
		return this.desk.version(name, shown)
			.thenCombine(this.desk.judge().schemas(name),
					(read, schemas) -> page.addObject("version", VersionView.of(read, this.times))
						.addAllObjects(table(read, new KnownProperties(schemas), revealed)))
			.thenCombine(listed, (whole, rows) -> whole);
	}

	/**
	 * Return why live instances have refused the version that they should run, or have
	 * not taken up plain keys.
	 * @param configuration the configuration
	 * @return what they say
	 */
	private static List<PendingReason> pending(Configuration configuration) {
		List<PendingReason> pending = new ArrayList<>();
		configuration.members()
			.stream()
			.filter((member) -> member.verdict() == FleetMember.Verdict.REFUSED)
			.forEach((member) -> PendingReason.add(pending, String.valueOf(member.reason()), member.instance()));
		configuration.members()
			.forEach((member) -> member.waiting()
				.forEach((waiting) -> PendingReason.add(pending, "'" + waiting.key() + "': " + waiting.reason(),
						member.instance())));
		return pending;
	}

	private static Map<String, Object> table(Version version, KnownProperties schema, @Nullable String revealed) {
		DocumentProperties document = DocumentProperties.of(version.document());
		Map<ConfigurationPropertyName, List<SchemaProblem>> findings = schema.findings(version.document());
		List<PropertyRow> rows = document.properties()
			.values()
			.stream()
			.map((property) -> PropertyRow.of(property, schema,
					findings.getOrDefault(ConfigurationPropertyName.adapt(property.name(), '.'), List.of()), revealed))
			.toList();
		return Map.of("properties", rows, "others", schema.others(document.properties()), "described",
				!schema.schemas().isEmpty(), "remarks", schema.schemas().remarks());
	}

	/**
	 * A version as it is shown.
	 *
	 * @param id its id
	 * @param author who has published it
	 * @param description what it is for, or {@code null}
	 * @param at when
	 */
	record VersionView(String id, String author, @Nullable String description, Times.@Nullable Moment at) {

		static VersionView of(Version version, Times times) {
			return new VersionView(version.id(), version.author(), version.description(),
					times.moment(version.createdAt()));
		}

	}

}
