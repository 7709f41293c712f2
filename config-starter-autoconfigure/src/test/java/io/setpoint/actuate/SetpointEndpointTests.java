package io.setpoint.actuate;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.setpoint.LocationFixture;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.actuate.ExplanationDescriptor.SourceDescriptor;
import io.setpoint.actuate.SetpointDescriptor.LeftOutDescriptor;
import io.setpoint.actuate.SetpointDescriptor.LocationDescriptor;
import io.setpoint.actuate.SetpointDescriptor.PendingDescriptor;
import io.setpoint.actuate.SetpointDescriptor.TypeDescriptor;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.binding.SourceReview;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.store.StoreUnreachableException;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SetpointEndpoint}.
 */
class SetpointEndpointTests {

	private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"pricing\":{\"maximum\":0.1}}}";

	private static final String PRICING = LocationFixture.PREFIX + "pricing/";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Types.class);

	@Test
	void setpointWhenLiveDescribesLocation() {
		run((context) -> {
			LocationFixture.propose(context, 4, "pricing/discount", "20");
			LocationDescriptor location = endpoint(context, LocationFixture.live(6)).setpoint().locations().get(0);
			assertThat(location).isEqualTo(
					new LocationDescriptor("etcd:/config/checkout/", null, State.LIVE, 6, 4, LocationFixture.SINCE,
							LocationFixture.SINCE.plusSeconds(5), null, null, 0, 2, 0, location.pending(), null));
			assertThat(location.pending()).isEmpty();
		}, "pricing/discount", "10", "other/key", "x");
	}

	@Test
	void setpointWhenRevisionsWaitSaysHowMany() {
		run((context) -> {
			Map<String, MirrorStatus> busy = new HashMap<>();
			LocationFixture.live(6).forEach((prefix, status) -> busy.put(prefix, status.behindBy(7)));
			assertThat(endpoint(context, busy).setpoint().locations().get(0).behind()).isEqualTo(7);
		}, "pricing/discount", "10");
	}

	@Test
	void setpointWhenKeysCarryNoPropertyListsThemWithTheReason() {
		run((context) -> {
			LocationFixture.propose(context, 4, "shelf/.keep", "s3cr3t-keep");
			LocationFixture.propose(context, 5, "application.yaml", "spring.profiles.active: s3cr3t-profile");
			SetpointEndpoint endpoint = endpoint(context, LocationFixture.live(5));
			assertThat(endpoint.setpoint().locations().get(0).leftOut()).containsExactly(
					new LeftOutDescriptor(LocationFixture.PREFIX + "application.yaml", 5, "spring.profiles.active",
							"it is ignored because it has to be known before this location is read"),
					new LeftOutDescriptor(LocationFixture.PREFIX + "shelf/.keep", 4, null,
							"it is left out because it maps to no legal property name, use letters, digits and dashes,"
									+ " or brackets around the key of a map"));
			assertThat(json(context, endpoint.setpoint()).toString()).contains("leftOut").doesNotContain("s3cr3t");
			LocationFixture.propose(context, 6, "shelf/.keep", null, "application.yaml", null);
			assertThat(endpoint.setpoint().locations().get(0).leftOut()).isNull();
		});
	}

	@Test
	void setpointWhenManyKeysArePendingListsTheFirstAndTheirNumber() {
		run((context) -> {
			String[] writes = new String[600];
			for (int i = 0; i < writes.length; i += 2) {
				writes[i] = "pricing/unknown" + i;
				writes[i + 1] = "x";
			}
			writes[0] = "pricing/discount";
			LocationFixture.propose(context, 4, writes);
			LocationDescriptor location = endpoint(context, LocationFixture.live(6)).setpoint().locations().get(0);
			assertThat(location.pendingKeys()).isEqualTo(300);
			assertThat(location.pending()).hasSize(200);
		}, "pricing/discount", "10");
	}

	@Test
	void setpointWhenStaleSaysWhatStandsInTheWay() {
		run((context) -> {
			Map<String, MirrorStatus> stale = LocationFixture.stale(6,
					new StoreUnreachableException("Nothing listens", null));
			LocationDescriptor location = endpoint(context, stale).setpoint().locations().get(0);
			assertThat(location.state()).isEqualTo(State.STALE);
			assertThat(location.failure()).isEqualTo("Nothing listens");
			assertThat(location.since()).isEqualTo(LocationFixture.SINCE);
		}, "pricing/discount", "10");
	}

	@Test
	void setpointWhenStoreWasEmptiedSaysSo() {
		run((context) -> assertThat(
				endpoint(context, LocationFixture.emptied(6)).setpoint().locations().get(0).emptied())
			.isTrue());
	}

	@Test
	void setpointWhenRevisionWasRefusedListsItsKeys() {
		run((context) -> {
			LocationFixture.propose(context, 4, "pricing/discount", "91", "pricing/name", "gold");
			LocationFixture.propose(context, 5, "other/key", "y");
			LocationDescriptor location = endpoint(context, LocationFixture.live(5)).setpoint().locations().get(0);
			assertThat(location.accepted()).isEqualTo(3);
			assertThat(location.pending()).extracting(PendingDescriptor::key)
				.containsExactlyInAnyOrder(PRICING + "discount", PRICING + "name");
			assertThat(location.pending()).allSatisfy((pending) -> {
				assertThat(pending.revision()).isEqualTo(4);
				assertThat(pending.reason()).isEqualTo("pricing.discount (etcd:/config/checkout/ key "
						+ "'/config/checkout/pricing/discount' revision 4) must be less than or equal to 90");
				assertThat(pending.types()).containsExactly(Pricing.class.getName());
				assertThat(pending.since()).isNotNull();
			});
		}, "pricing/discount", "10");
	}

	@Test
	void setpointDescribesTypesOfTheApplicationOnly() {
		run((context) -> {
			LocationFixture.propose(context, 4, "pricing/discount", "20");
			assertThat(endpoint(context, LocationFixture.live(4)).setpoint().types())
				.extracting(TypeDescriptor::type, TypeDescriptor::prefix, TypeDescriptor::revision,
						TypeDescriptor::version)
				.containsExactlyInAnyOrder(tuple(Pricing.class.getName(), "pricing", 4L, null),
						tuple(Limits.class.getName(), "limits", 0L, null));
		}, "pricing/discount", "10");
	}

	@Test
	void setpointWithoutImportIsEmpty() {
		this.runner.run((context) -> assertThat(endpoint(context, Map.of()).setpoint().locations()).isEmpty());
	}

	@Test
	void explainWhenSeveralKeysGiveAPropertyListsAllWinnerFirst() {
		run((context) -> assertThat(
				explanation(endpoint(context, LocationFixture.live(1)), "pricing.discount").properties()
					.get(0)
					.sources())
			.extracting(SourceDescriptor::key)
			.containsExactly(PRICING + "Discount", PRICING + "discount", LocationFixture.PREFIX + "pricing.yaml"),
				"pricing.yaml", "discount: 1", "pricing/discount", "2", "pricing/Discount", "3");
	}

	@Test
	void explainWhenPropertyIsInEtcdNamesKeyAndReaders() {
		run((context) -> {
			ExplanationDescriptor explanation = explanation(endpoint(context, LocationFixture.live(1)),
					"pricing.discount");
			assertThat(explanation).isNotNull();
			assertThat(explanation.types()).extracting(TypeDescriptor::type).containsExactly(Pricing.class.getName());
			assertThat(explanation.properties()).singleElement()
				.satisfies((property) -> assertThat(property.sources()).singleElement().satisfies((source) -> {
					assertThat(source.source()).isEqualTo("etcd:/config/checkout/");
					assertThat(source.key()).isEqualTo("/config/checkout/pricing.yaml");
					assertThat(source.revision()).isEqualTo(1);
					assertThat(source.line()).isEqualTo(1);
				}));
		}, "pricing.yaml", "discount: 10");
	}

	@Test
	void explainWhenPropertyIsOverriddenListsStrongestFirst() {
		this.runner.withInitializer(LocationFixture.with("pricing/discount", "10"))
			.withPropertyValues("pricing.discount=30")
			.run((context) -> {
				ExplanationDescriptor explanation = explanation(endpoint(context, LocationFixture.live(1)),
						"pricing.discount");
				assertThat(explanation).isNotNull();
				assertThat(explanation.properties().get(0).sources()).hasSize(2)
					.last()
					.satisfies((source) -> assertThat(source.key()).isEqualTo(PRICING + "discount"));
			});
	}

	@Test
	void explainWhenNewerChangeWasRefusedSaysWhy() {
		run((context) -> {
			LocationFixture.propose(context, 4, "pricing/discount", "91");
			SetpointEndpoint endpoint = endpoint(context, LocationFixture.live(4));
			for (String name : new String[] { "pricing.discount", "pricing", Pricing.class.getName(), "Pricing",
					"SetpointEndpointTests.Pricing" }) {
				ExplanationDescriptor explanation = explanation(endpoint, name);
				assertThat(explanation).isNotNull();
				assertThat(explanation.pending()).singleElement()
					.satisfies((pending) -> assertThat(pending.reason()).contains("less than or equal to 90"));
				assertThat(explanation.properties()).singleElement()
					.satisfies((property) -> assertThat(property.name()).isEqualTo("pricing.discount"));
			}
		}, "pricing/discount", "10");
	}

	@Test
	void explainWhenNobodyReadsThePropertyHasNoTypes() {
		run((context) -> {
			ExplanationDescriptor explanation = explanation(endpoint(context, LocationFixture.live(1)), "other.key");
			assertThat(explanation).isNotNull();
			assertThat(explanation.types()).isEmpty();
		}, "other/key", "x");
	}

	@Test
	void explainWhenNameIsUnknownIsNull() {
		run((context) -> {
			assertThat(endpoint(context, LocationFixture.live(1)).explain("no.such.thing")).isNull();
			assertThat(endpoint(context, LocationFixture.live(1)).explain("!")).isNull();
		});
	}

	@Test
	void jsonHasExactlyTheDocumentedNames() {
		run((context) -> {
			LocationFixture.propose(context, 4, "pricing/discount", "91");
			JsonNode json = json(context, endpoint(context, LocationFixture.live(4)).setpoint());
			assertThat(json.propertyNames()).containsExactlyInAnyOrder("locations", "types");
			assertThat(json.at("/locations/0").propertyNames()).containsExactlyInAnyOrder("location", "state",
					"revision", "accepted", "since", "lastHeard", "behind", "keys", "pendingKeys", "pending");
			assertThat(json.at("/locations/0/pending/0").propertyNames()).containsExactlyInAnyOrder("key", "revision",
					"reason", "since", "types");
			assertThat(json.at("/types/0").propertyNames()).containsExactlyInAnyOrder("type", "bean", "prefix",
					"revision", "since");
			assertThat(json.at("/locations/0/since").asString()).isEqualTo("2026-11-21T10:00:00Z");
			assertThat(json.at("/locations/0/state").asString()).isEqualTo("LIVE");
		}, "pricing/discount", "10");
	}

	@Test
	void jsonNeverContainsValues() {
		run((context) -> {
			LocationFixture.propose(context, 4, "pricing/discount", "s3cr3t-number");
			LocationFixture.propose(context, 5, "limits.yaml", "name: {s3cr3t-document");
			LocationFixture.propose(context, 6, "pricing/name", "s3cr3t-new");
			SetpointEndpoint endpoint = endpoint(context, LocationFixture.live(6));
			assertThat(json(context, endpoint.setpoint()).toString()).contains("pending").doesNotContain("s3cr3t");
			for (String name : new String[] { "pricing.discount", "pricing.name", "pricing", "limits",
					"limits.name" }) {
				ExplanationDescriptor explanation = explanation(endpoint, name);
				assertThat(explanation).isNotNull();
				assertThat(explanation.pending()).isNotEmpty();
				assertThat(json(context, explanation).toString()).doesNotContain("s3cr3t");
			}
		}, "pricing/name", "s3cr3t-old", "limits.yaml", "name: s3cr3t-limit");
	}

	@Test
	void schemaOfAllTypesIsGiven() {
		run((context) -> {
			Object schema = endpoint(context, LocationFixture.live(1)).explain("schema");
			assertThat(json(context, Objects.requireNonNull(schema))).hasToString(SCHEMA);
		}, "pricing/discount", "1");
	}

	private void run(ContextConsumer<AssertableApplicationContext> consumer, String... keysAndValues) {
		this.runner.withInitializer(LocationFixture.with(keysAndValues))
			.withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run(consumer);
	}

	private static SetpointEndpoint endpoint(AssertableApplicationContext context, Map<String, MirrorStatus> statuses) {
		return new SetpointEndpoint(context.getBean(AcceptancePipeline.class).accepted(), () -> statuses,
				context.getEnvironment(), context.getBean(SourceReview.class), () -> SCHEMA);
	}

	private static ExplanationDescriptor explanation(SetpointEndpoint endpoint, String name) {
		assertThat(endpoint.explain(name)).isInstanceOf(ExplanationDescriptor.class);
		return (ExplanationDescriptor) Objects.requireNonNull(endpoint.explain(name));
	}

	private static JsonNode json(AssertableApplicationContext context, Object body) {
		return context.getBean(EndpointJsonMapper.class).get().valueToTree(body);
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Max(90) int discount, @DefaultValue("standard") String name) {
	}

	@ConfigurationProperties("limits")
	record Limits(@DefaultValue("none") String name) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Limits.class })
	static class Types {

	}

}
