package io.setpoint.sample;

import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CheckoutApplication}, as a customer sees it.
 */
@EtcdTest(put = "/config/checkout/pricing/discount-percent=10")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "logging.level.io.setpoint.sample=info", "setpoint.snapshot.enabled=false" })
class CheckoutApplicationTests {

	private static final String PRICING = "/config/checkout/pricing/";

	private static final String FREE_SHIPPING = "/config/checkout/features/free-shipping";

	@Autowired
	private Etcd etcd;

	@Autowired
	private ApplicationContext context;

	private Acceptance acceptance;

	private RestTestClient client;

	@BeforeEach
	void resetConfiguration(@Autowired Environment environment) {
		this.client = RestTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + environment.getProperty("local.server.port"))
			.build();
		this.acceptance = Acceptance.of(this.etcd, this.context);
		this.etcd.deletePrefix("/config/checkout/");
		this.acceptance.put(PRICING + "discount-percent", "10");
	}

	@Test
	void priceWhenDiscountChangesFollows() {
		assertThat(price("none")).isEqualTo("90.00 EUR\n");
		this.acceptance.put(PRICING + "discount-percent", "15");
		assertThat(price("none")).isEqualTo("85.00 EUR\n");
	}

	@Test
	void priceWhenKeyIsDeletedFallsBackToFile() {
		this.acceptance.delete(PRICING + "discount-percent");
		assertThat(price("none")).isEqualTo("100.00 EUR\n");
	}

	@Test
	void priceWhenTiersArriveAsDocumentGivesBestDiscount() {
		this.acceptance.put("/config/checkout/pricing.yaml", """
				tiers:
				- name: gold
				  percent: 25
				  threshold: 100
				- name: silver
				  percent: 5
				""");
		assertThat(price("gold")).isEqualTo("75.00 EUR\n");
		assertThat(price("silver")).isEqualTo("90.00 EUR\n");
	}

	@Test
	void priceWhenDiscountIsNotValidStays() {
		this.acceptance.put(PRICING + "discount-percent", "95");
		assertThat(price("none")).isEqualTo("90.00 EUR\n");
		this.acceptance.put(PRICING + "discount-percent", "20");
		assertThat(price("none")).isEqualTo("80.00 EUR\n");
	}

	@Test
	void quoteWhenTransactionChangesTwoTypesHasBothAndTheRevision() {
		long revision = this.acceptance.txn((txn) -> txn.put(PRICING + "discount-percent", "30")
			.put(PRICING + "currency", "USD")
			.put(PRICING + "timeout", "1m")
			.put(FREE_SHIPPING, "true"));
		assertThat(get("/checkout?amount=100")).isEqualTo(
				"""
						{"price":70.00,"currency":"USD","discountPercent":30,"freeShipping":true,"validFor":"PT1M","revision":%d}"""
					.formatted(revision));
	}

	@Test
	void quoteWhenItDoesNotHoldIsNotGiven() {
		this.acceptance.put(PRICING + "timeout", "0s");
		this.client.get().uri("/checkout?amount=100").exchange().expectStatus().isEqualTo(503);
	}

	@Test
	void boardWhenPricesChangeIsCreatedAnewAndForNothingElse() {
		this.acceptance.put(PRICING + "discount-percent", "11");
		int number = awaitBoard("Today 11 % off");
		this.acceptance.put(FREE_SHIPPING, "true");
		this.acceptance.put(PRICING + "discount-percent", "12");
		assertThat(awaitBoard("Today 12 % off")).isEqualTo(number + 1);
	}

	@Test
	void welcomeWhenAskedSaysWhatToTry() {
		assertThat(get("/")).contains("etcdctl put /config/checkout/pricing/discount-percent");
	}

	private int awaitBoard(String text) {
		String board = await().until(() -> get("/board"), (current) -> current.startsWith(text));
		return Integer.parseInt(board.replaceAll(".*no\\. |\\)\\s*", ""));
	}

	private String price(String tier) {
		return get("/price?amount=100&tier=" + tier);
	}

	private String get(String path) {
		return this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

}
